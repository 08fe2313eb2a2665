import { type DebianPackage } from '@basewright/contracts';
import { BasewrightError, openStore, type Platform } from '@basewright/core';
import {
  currentPackages,
  type DebianSettings,
  DEFAULT_SUITE,
  emptyLock,
  type Lock,
  lockedSet,
  openAptFor,
  type PinnedSet,
  requestOf,
  type SetToPin,
  withSets,
} from '@basewright/debian';

import { librarySet, prefixSet, requestedSet, type RequestingImage, requestOfNeeds } from './library-set';
import { openLibrarySource } from './library-source';
import { readNeeds, type WrittenNeeds } from './read-needs';
import { type Resolution, resolveNeeds } from './resolve-needs';

/** An image on glibc, and what it asks for. */
export interface AskingImage {
  readonly name: string;
  readonly needs: WrittenNeeds;
}

/** A set that a lock file has to pin, and the packages it is made of. */
interface RequestedSet {
  readonly set: PinnedSet;
  readonly packages: readonly DebianPackage[];
}

/** Packages at hand for one platform, looked into before any index of files. */
export interface PackagesAtHand {
  /** The C library's. */
  readonly base: readonly DebianPackage[];
  /** What will most likely be needed. */
  readonly likely: readonly DebianPackage[];
  /** What is pinned so far. */
  readonly before: Lock;
}

/** What an image on one platform has to have pinned. */
export interface RequestedSets {
  readonly sets: readonly RequestedSet[];
  /** Why the index of files was not looked into, and what the lock has was taken for what it says; null when it was. */
  readonly withoutIndex: BasewrightError | null;
}

/** What the lock file has to pin for an image, before it is known which packages that is: only to be looked up. */
export async function requestedBy(
  workspace: string,
  platform: Platform,
  { name, needs }: AskingImage,
): Promise<RequestingImage | null> {
  if (!asksForAnything(needs)) return null;
  const read = await readNeeds(workspace, platform, needs, null);
  return { name, platform, request: requestOfNeeds(read, needs.nsswitch !== undefined) };
}

/**
 * The sets that a lock file has to pin for the libraries and programs of an image on one platform: the packages that what
 * is asked for comes from. Paths of `image` are relative to `workspace`. Where the index of files cannot be had, the
 * beginning of a name stands for the packages that it stands for in the lock. Throws what resolving them throws, with the
 * name of the image.
 */
export async function requestedSets(
  workspace: string,
  settings: DebianSettings,
  image: RequestingImage,
  { needs }: AskingImage,
  { base, likely, before }: PackagesAtHand,
): Promise<RequestedSets> {
  const store = openStore();
  const { name, platform } = image;
  const library = librarySet(platform);
  const request = requestedSet(image, []);
  const known = withSets(emptyLock(settings.suite ?? DEFAULT_SUITE), [
    { request: requestOf(library), packages: base },
    { request: requestOf(request), packages: likely },
  ]);
  const read = await readNeeds(workspace, platform, needs, null);
  const resolve = async (lock: Lock): Promise<Resolution> => {
    const source = await openLibrarySource({
      store,
      settings,
      lock,
      platform,
      image,
      strict: false,
      warn: () => undefined,
    });
    return resolveNeeds(read, source).catch((error: unknown) => {
      throw error instanceof BasewrightError ? namedAfter(name, error) : error;
    });
  };
  let withoutIndex: BasewrightError | null = null;
  const resolution = await resolve(known).catch((error: unknown) => {
    const pinned = beginningsPinned(before, image, likely);
    if (pinned.length === 0 || !(error instanceof BasewrightError && error.code === 'UNREACHABLE')) throw error;
    withoutIndex = error;
    return resolve(withSets(known, pinned));
  });
  const own = new Set(base.map((one) => one.name));
  const used = [
    ...resolution.members.map(({ found }) => found.package),
    ...resolution.programs.map((one) => one.package),
  ];
  const packages = new Map(used.filter((one) => !own.has(one.name)).map((one) => [one.name, one]));
  const sets = [{ set: requestedSet(image, [...packages.keys()].sort()), packages: [...packages.values()] }];
  for (const [prefix, names] of Object.entries(resolution.beginnings).sort()) {
    const set = prefixSet(image, prefix, names);
    const found = names.flatMap((one) => packages.get(one) ?? []);
    const apt = found.length === names.length ? null : await openAptFor(set, store, settings);
    sets.push({ set, packages: apt === null ? found : [...(await currentPackages(apt, set))] });
  }
  return { sets, withoutIndex };
}

/** What the beginnings of names stand for in a lock, with the packages as they are at hand now. */
function beginningsPinned(before: Lock, image: RequestingImage, likely: readonly DebianPackage[]): SetToPin[] {
  const now = new Map(likely.map((one) => [one.name, one]));
  return Object.entries(before.sets)
    .filter(([, { request }]) => request.for.startsWith(`${requestedSet(image, []).purpose}/`))
    .map(([key, { request }]) => ({
      request,
      packages: (lockedSet(before, key) ?? []).map((one) => now.get(one.name) ?? one),
    }));
}

function asksForAnything({ libraries = [], programs = [], nsswitch }: WrittenNeeds): boolean {
  return libraries.length + programs.length > 0 || nsswitch !== undefined;
}

function namedAfter(image: string, { code, message, hint }: BasewrightError): BasewrightError {
  return new BasewrightError(code, `${image}: ${message}`, hint === undefined ? {} : { hint });
}
