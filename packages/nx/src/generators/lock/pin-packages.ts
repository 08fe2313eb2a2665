import { BasewrightError, openStore, type Platform, log, reasonOf } from '@basewright/core';
import {
  assertPackagesExist,
  type DebianSettings,
  imageSet,
  type KeptBack,
  keyOf,
  type Lock,
  lockedSet,
  type PinnedSet,
  requestOf,
  type SettledSet,
  settleSets,
  type UnreadIndex,
  withoutSets,
  withSets,
} from '@basewright/debian';
import { librarySet, requestedBy, requestedSets } from '@basewright/library-resolve';

import { type LibraryImage, type Wanted } from './wanted-sets';

/** How packages are pinned. */
export interface PinOptions {
  /** Absolute path. */
  readonly workspace: string;
  readonly debian: DebianSettings;
  readonly host: string;
  /** `new`: pin what is not pinned; `security`: take security updates and what these need; `all`: take what there is. */
  readonly update: 'new' | 'security' | 'all';
}

/** A lock with packages pinned. */
export interface PinnedLock {
  readonly lock: Lock;
  readonly keptBack: readonly KeptBack[];
  /** Indexes that could not be had. */
  readonly unread: readonly UnreadIndex[];
  /** The InRelease of each suite that was read, by archive. */
  readonly releases: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What is likely to be needed by images whose libraries are not looked up yet, which takes no place in a lock file. */
const LIKELY = 'likely';

/**
 * A lock that pins what is wanted, and no set for an image or its packages that nobody asks for any more. Every file that
 * it names is in the store. Throws one error with everything that some platform has no package for.
 */
export async function pinPackages(wanted: Wanted, before: Lock, options: PinOptions): Promise<PinnedLock> {
  const { debian: settings, host, update } = options;
  const store = openStore();
  const isPinned = (set: PinnedSet): boolean => lockedSet(before, keyOf(set)) !== null;
  for (const { platforms, request } of wanted.added) {
    for (const platform of platforms) {
      if (isPinned(imageSet(request, platform))) continue;
      const named = { names: request.packages, field: 'packages', purpose: `add packages to ${request.name}` };
      await assertPackagesExist(store, settings, { platform, ...named });
    }
  }
  const requests = await requestsOf(wanted.libraries, options.workspace);
  const open = requests.filter(({ request }) => update !== 'new' || !isPinned(asSet(request)));
  const fixed = wanted.sets.filter((set) => update !== 'new' || !isPinned(set));
  const likely = open.map(({ request: { platform } }) => likelySet(platform, before));
  const settled = await settleSets([...fixed, ...likely.filter(({ names }) => names.length > 0)], {
    store,
    settings,
    host,
    before,
    update: update === 'security' ? 'security' : 'all',
  });
  const known = (set: PinnedSet): SettledSet['packages'] =>
    settled.sets.find((one) => one.set.purpose === set.purpose)?.packages ?? lockedSet(before, keyOf(set)) ?? [];
  const failures: unknown[] = [];
  const requested: SettledSet[] = [];
  const blind: string[] = [];
  for (const { image, request } of open) {
    const atHand = {
      base: known(librarySet(request.platform)),
      likely: known(likelySet(request.platform, before)),
      before,
    };
    await requestedSets(options.workspace, settings, request, image, atHand).then(
      ({ sets, withoutIndex }) => {
        requested.push(...sets);
        if (withoutIndex !== null) blind.push(request.platform.debianArch);
      },
      (error: unknown) => failures.push(error),
    );
  }
  if (failures.length > 0) throw allOf(failures);
  if (blind.length > 0) {
    const which = [...new Set(blind)].sort().join(', ');
    log.warn(`the index of files cannot be had (${which}): what begins names of libraries stays as pinned`);
  }
  const added = [...settled.sets.filter(({ set }) => !set.purpose.startsWith(LIKELY)), ...requested].map(
    ({ set, packages }) => ({ request: requestOf(set), packages }),
  );
  return { ...settled, lock: withoutUnasked(withSets(before, added), wanted, requests) };
}

interface OpenRequest {
  readonly image: LibraryImage;
  readonly request: NonNullable<Awaited<ReturnType<typeof requestedBy>>>;
}

async function requestsOf(images: readonly LibraryImage[], workspace: string): Promise<OpenRequest[]> {
  const all: OpenRequest[] = [];
  for (const image of images) {
    for (const platform of image.platforms) {
      const request = await requestedBy(workspace, platform, image);
      if (request !== null) all.push({ image, request });
    }
  }
  return all;
}

function asSet({ name, platform, request }: OpenRequest['request']): PinnedSet {
  const { debianArch: native } = platform;
  return { purpose: `requested/${name}/${native}`, names: [], architectures: [], native, request };
}

/** What images on a platform asked for so far: the next one most likely needs the same. */
function likelySet({ debianArch }: Platform, before: Lock): PinnedSet {
  const keys = Object.entries(before.sets)
    .filter(([, { request }]) => new RegExp(`^requested/[^/]+/${debianArch}(/|$)`).test(request.for))
    .map(([key]) => key);
  const names = keys.flatMap((key) => (lockedSet(before, key) ?? []).map(({ name }) => `${name}:${debianArch}`));
  const purpose = `${LIKELY}/${debianArch}`;
  return { purpose, names: [...new Set(names)].sort(), architectures: [], native: debianArch, alone: true };
}

/** Sets of images that there are no more, or that ask for something else, go; those of other hosts stay. */
function withoutUnasked(lock: Lock, wanted: Wanted, requests: readonly OpenRequest[]): Lock {
  const asked = new Set([
    ...wanted.sets.map(({ purpose }) => purpose),
    ...requests.map(({ request }) => asSet(request).purpose),
  ]);
  return withoutSets(lock, ({ for: purpose }) => {
    if (!/^(packages|requested|sources)\//.test(purpose)) return true;
    return [...asked].some((one) => purpose === one || purpose.startsWith(`${one}/`));
  });
}

/** One error for those of several platforms; one that is a bug goes first. */
function allOf(failures: readonly unknown[]): unknown {
  const unexpected = failures.find((error) => !(error instanceof BasewrightError));
  const [first] = failures;
  if (unexpected !== undefined || !(first instanceof BasewrightError) || failures.length === 1)
    return unexpected ?? first;
  const hint = first.hint === undefined ? {} : { hint: first.hint };
  return new BasewrightError(first.code, [...new Set(failures.map(reasonOf))].join('\n'), hint);
}
