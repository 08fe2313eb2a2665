import { BasewrightError, type DebianPackage, openStore, type Platform } from '@basewright/core';
import {
  currentPackages,
  DEFAULT_SUITE,
  type DebianSettings,
  emptyLock,
  openAptFor,
  type PinnedSet,
  requestOf,
  withSets,
} from '@basewright/debian';

import { librarySet, prefixSet, requestedSet, requestOfNeeds, type RequestingImage } from './library-set';
import { openLibrarySource } from './library-source';
import { readNeeds, type WrittenNeeds } from './read-needs';
import { resolveNeeds } from './resolve-needs';

/** An image on glibc, and what it asks for. */
export interface AskingImage {
  readonly name: string;
  readonly needs: WrittenNeeds;
}

/** A set that a lock file has to pin, and the packages it is made of. */
export interface RequestedSet {
  readonly set: PinnedSet;
  readonly packages: readonly DebianPackage[];
}

/** Packages at hand for one platform, looked into before any index of files. */
export interface PackagesAtHand {
  /** The C library's. */
  readonly base: readonly DebianPackage[];
  /** What will most likely be needed. */
  readonly likely: readonly DebianPackage[];
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
 * is asked for comes from. Paths of `image` are relative to `workspace`. Throws what resolving them throws, with the name
 * of the image.
 */
export async function requestedSets(
  workspace: string,
  settings: DebianSettings,
  image: RequestingImage,
  { needs }: AskingImage,
  { base, likely }: PackagesAtHand,
): Promise<RequestedSet[]> {
  const store = openStore();
  const { name, platform } = image;
  const library = librarySet(platform);
  const request = requestedSet(image, []);
  const lock = withSets(emptyLock(settings.suite ?? DEFAULT_SUITE), [
    { request: requestOf(library), packages: base },
    { request: requestOf(request), packages: likely },
  ]);
  const source = await openLibrarySource({
    ...{ store, settings, lock, platform, image, strict: false },
    warn: () => undefined,
  });
  const read = await readNeeds(workspace, platform, needs, null);
  const resolution = await resolveNeeds(read, source).catch((error: unknown) => {
    throw error instanceof BasewrightError ? namedAfter(name, error) : error;
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
    const known = names.flatMap((one) => packages.get(one) ?? []);
    const apt = known.length === names.length ? null : await openAptFor(set, store, settings);
    sets.push({ set, packages: apt === null ? known : [...(await currentPackages(apt, set))] });
  }
  return sets;
}

function asksForAnything({ libraries = [], programs = [], nsswitch }: WrittenNeeds): boolean {
  return libraries.length + programs.length > 0 || nsswitch !== undefined;
}

function namedAfter(image: string, { code, message, hint }: BasewrightError): BasewrightError {
  return new BasewrightError(code, `${image}: ${message}`, hint === undefined ? {} : { hint });
}
