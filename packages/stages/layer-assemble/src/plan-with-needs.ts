import { type PackageEffects } from '@basewright/effects';
import { type BaseTree, missingLibraries, type SourceTree, type TreeEntry, treeFactsOf } from '@basewright/tree';

import { type LayerPackages, type PackagesFrom } from './read-packages';
import { type FoundNeed, readNeeds } from './read-needs';

/** What is added to a base, with some packages. */
export interface PlannedLayer {
  readonly entries: readonly TreeEntry[];
  readonly effects: PackageEffects | null;
}

/** A plan in which the image's own programs find their libraries, as far as packages have them. */
export interface ClosedPlan extends PlannedLayer {
  readonly packages: LayerPackages | null;
  /** What was added, sorted by library. */
  readonly needs: readonly FoundNeed[];
}

/** What {@link planWithNeeds} is given besides the packages that are asked for. */
export interface ClosedOver {
  readonly name: string;
  readonly base: BaseTree;
  readonly files: readonly SourceTree[];
  /** False: nothing is added. */
  readonly adds: boolean;
  readonly from: PackagesFrom;
  readonly plan: (packages: LayerPackages | null) => Promise<PlannedLayer>;
}

/**
 * Plans a layer, and again with the packages that its programs lack libraries of, until nothing more is found: each
 * library may need others. Nothing is run, and no package comes for what another says it depends on.
 */
export async function planWithNeeds(asked: LayerPackages | null, over: ClosedOver): Promise<ClosedPlan> {
  const { name, base, files, adds, from, plan } = over;
  let packages = asked;
  let planned = await plan(packages);
  const needs: FoundNeed[] = [];
  const tried = new Set<string>();
  while (adds && hasPrograms(files)) {
    const { platform } = from;
    const { entries } = planned;
    const facts = await treeFactsOf({ entries, base: { tree: base, isReplaced: false }, users: [], platform });
    const missing = missingLibraries(facts, platform).filter(({ library }) => !tried.has(library));
    if (missing.length === 0) break;
    for (const { library } of missing) tried.add(library);
    const more = await readNeeds(name, missing, from);
    needs.push(...more.found);
    if (more.packages.packages.length === 0) break;
    packages = together(packages, more.packages);
    planned = await plan(packages);
  }
  return {
    ...planned,
    packages: needs.some((one) => one.package !== null) ? packages : asked,
    needs: needs.sort(byLibrary),
  };
}

function hasPrograms(files: readonly SourceTree[]): boolean {
  return files.some(({ nodes }) =>
    nodes.some((node) => node.type === 'file' && 'program' in node.content && node.content.program?.kind === 'elf'),
  );
}

/** What is asked for goes before what is found. */
function together(asked: LayerPackages | null, found: LayerPackages): LayerPackages {
  const names = new Set(asked?.packages.map((one) => one.package.name));
  const packages = [...(asked?.packages ?? []), ...found.packages.filter((one) => !names.has(one.package.name))];
  return {
    ...found,
    packages: packages.sort((a, b) => (a.package.name < b.package.name ? -1 : 1)),
    departures: [...new Set([...(asked?.departures ?? []), ...found.departures])].sort(),
  };
}

function byLibrary(a: FoundNeed, b: FoundNeed): number {
  return a.library < b.library ? -1 : 1;
}
