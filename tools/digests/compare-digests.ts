import { PLATFORM_IDS, type PlatformId } from '@basewright/core';

import { type ImageDigests, platformsOf } from './image-digests';

/** An image of this repository: what is written down of it, and what a build of it left. */
export interface ImageState {
  /** `busybox-musl`. */
  readonly image: string;
  /** Its digests.json, relative to the workspace: `images/busybox-musl/digests.json`. */
  readonly file: string;
  /** Those of its image.json. */
  readonly platforms: readonly PlatformId[];
  /** What that file says; null where there is none. */
  readonly recorded: ImageDigests | null;
  /** What publish left; null when it is not built. */
  readonly built: BuiltImage | null;
}

/** What publish left of an image. */
export interface BuiltImage {
  readonly digests: ImageDigests;
  /** How the build departs from the lock, a sentence each; empty: it was built as locked. */
  readonly departures: readonly string[];
}

/** How an image's index or the manifest of one platform stands to what is written down. */
export type Verdict =
  | 'equal'
  | 'differs'
  /** Built from other packages than the lock names: its digest says nothing, whatever it is. */
  | 'not as locked'
  /** An index is built when all platforms that are written down are. */
  | 'not built'
  /** digests.json does not have it. */
  | 'not recorded';

/** One digest beside the one that is written down. */
export interface Comparison {
  readonly image: string;
  /** The digests.json. */
  readonly file: string;
  readonly of: 'index' | PlatformId;
  /** Null where nothing is written down. */
  readonly expected: string | null;
  /** Null where nothing is built. */
  readonly found: string | null;
  readonly departures: readonly string[];
  readonly verdict: Verdict;
}

/** Compares images: first the index of each, then its platforms, in the order of the platform table. */
export function compareDigests(images: readonly ImageState[]): Comparison[] {
  return images.flatMap((state) => {
    const { recorded, built } = state;
    const index = compared(state, 'index', recorded?.index, isWhole(state) ? built?.digests.index : undefined);
    const platforms = concerned(state).map((id) =>
      compared(state, id, recorded?.manifests[id], built?.digests.manifests[id]),
    );
    return [index, ...platforms];
  });
}

/**
 * Why what is built of an image must not be written down as its digests, in sentences; empty: it may be. Only what was
 * built as locked for all platforms of image.json is.
 */
export function writingMistakes({ image, platforms, built }: ImageState): string[] {
  if (built === null) return [`${image} is not built`];
  const found = platformsOf(built.digests);
  const lacking = platforms.filter((id) => !found.includes(id));
  const dropped = found.filter((id) => !platforms.includes(id));
  return [
    ...(lacking.length > 0 ? [`${image} is not built for ${lacking.join(', ')}`] : []),
    ...(dropped.length > 0 ? [`${image} is built for ${dropped.join(', ')}, which its image.json does not have`] : []),
    ...(built.departures.length > 0 ? [`${image} is not as locked (${built.departures.join(', ')})`] : []),
  ];
}

/** An index lists all platforms, so the one of a build for fewer is another. */
function isWhole({ recorded, built }: ImageState): boolean {
  return recorded !== null && platformsOf(recorded).every((id) => built?.digests.manifests[id] !== undefined);
}

function concerned({ platforms, recorded, built }: ImageState): PlatformId[] {
  const known = [recorded, built?.digests ?? null].flatMap((digests) => (digests === null ? [] : platformsOf(digests)));
  return PLATFORM_IDS.filter((id) => platforms.includes(id) || known.includes(id));
}

function compared(
  { image, file, built }: ImageState,
  of: Comparison['of'],
  expected: string | null = null,
  found: string | null = null,
): Comparison {
  const departures = built?.departures ?? [];
  return { image, file, of, expected, found, departures, verdict: verdictOn(expected, found, departures) };
}

function verdictOn(expected: string | null, found: string | null, departures: readonly string[]): Verdict {
  if (expected === null) return 'not recorded';
  if (found === null) return 'not built';
  if (departures.length > 0) return 'not as locked';
  return expected === found ? 'equal' : 'differs';
}
