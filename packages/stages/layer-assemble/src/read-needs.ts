import { type LayerAssembleOutput } from '@basewright/contracts';
import { BasewrightError, log, openStore } from '@basewright/core';
import {
  debianRelease,
  neededSet,
  packageOfLibrary,
  pinnedNeeds,
  pinnedPackages,
  type PinnedSet,
} from '@basewright/debian';
import { type MissingLibrary } from '@basewright/tree';

import { type LayerPackages, type PackagesFrom, readShipped } from './read-packages';

/** A library that was found in a package. */
export type FoundNeed = LayerAssembleOutput['needs'][number];

/** Packages with libraries that files of an image need. */
export interface NeededPackages {
  readonly packages: LayerPackages;
  readonly found: readonly FoundNeed[];
}

/**
 * The packages that have libraries: those that the lock pins for them, else those of the suite, which its index of files
 * names. What nobody has is left to publish, which tells it with all else that an image lacks. Throws NOT_FOUND where
 * `strict` is set and the lock pins none, with every such library.
 */
export async function readNeeds(
  name: string,
  missing: readonly MissingLibrary[],
  from: PackagesFrom,
): Promise<NeededPackages> {
  const pinned = pinnedNeeds(from.lock, from.platform);
  const open = missing.filter(({ library }) => !pinned.has(library));
  if (from.strict && open.length > 0) throw notPinned(name, open, from);
  const sets: [MissingLibrary, PinnedSet][] = [];
  for (const one of missing) {
    const set = pinned.get(one.library) ?? (await currentSet(one.library, from));
    if (set !== null) sets.push([one, set]);
  }
  const store = openStore();
  const exact = [];
  for (const [, set] of sets) exact.push(await pinnedPackages(set, { store, ...from }));
  const packages = exact.flatMap((one) => one.packages);
  const { departures, ...release } = await debianRelease(from.platform, { store, ...from });
  return {
    packages: {
      packages: await readShipped([...new Map(packages.map((one) => [one.name, one])).values()], from),
      release,
      departures: [...new Set([...exact.flatMap((one) => one.departures), ...departures])].sort(),
    },
    found: missing.map(({ library, files }) => {
      const set = sets.find(([one]) => one.library === library)?.[1];
      return { library, package: set?.names[0] ?? null, files: [...files] };
    }),
  };
}

async function currentSet(library: string, { platform, settings }: PackagesFrom): Promise<PinnedSet | null> {
  try {
    const name = await packageOfLibrary(library, platform, { store: openStore(), settings });
    return name === null ? null : neededSet(library, name, platform);
  } catch (error) {
    if (!(error instanceof BasewrightError)) throw error;
    log.warn(`cannot look for the package that has ${library}: ${error.message}`);
    return null;
  }
}

function notPinned(name: string, open: readonly MissingLibrary[], { platform }: PackagesFrom): BasewrightError {
  const lines = open.map(({ library, files }) => `  ${library}, which ${files.join(', ')} needs`);
  return new BasewrightError(
    'NOT_FOUND',
    `cannot keep to the lock file: for ${platform.id} it pins no package with\n${lines.join('\n')}`,
    { hint: `npx nx g @basewright/nx:lock --image=${name}` },
  );
}
