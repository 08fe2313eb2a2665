import { dirname, join } from 'node:path';

import { layerAssembleOutput, readStage } from '@basewright/contracts';
import { BasewrightError, didYouMean, invariant, platformOf, PLATFORMS } from '@basewright/core';
import { type Lock, neededSet, pinnedNeeds, type PinnedSet } from '@basewright/debian';
import { isDerived, type ResolvedSettings } from '@basewright/image';
import { imagePaths, readImage } from '@basewright/pipeline';
import { buildTarget } from '@basewright/run';

import { type ImageFile, nameOf } from './wanted-sets';

/** What is known of a workspace. */
interface Known {
  readonly images: readonly ImageFile[];
  readonly settings: ResolvedSettings;
}

/**
 * The sets that pin what the programs of an image need of libraries: its layers are made, with what the suite has now where
 * the lock pins nothing. Throws NOT_FOUND where no image on another has the name, and what building it throws.
 */
export async function imageNeeds(workspace: string, name: string, { images, settings }: Known): Promise<PinnedSet[]> {
  const derived = images.filter(({ spec }) => isDerived(spec));
  const image = derived.find(({ file, spec }) => nameOf(file, spec) === name);
  if (image === undefined) {
    const names = derived.map(({ file, spec }) => nameOf(file, spec)).sort();
    throw new BasewrightError(
      'NOT_FOUND',
      `cannot pin what ${name} needs: no image that is made on another has that name${didYouMean(name, names)}`,
      names.length === 0 ? {} : { hint: `there are ${names.join(', ')}` },
    );
  }
  const { stages } = readImage(workspace, image.file, settings);
  const targets = Object.entries(stages).filter(([, { stage }]) => stage === 'layer-assemble');
  const found: PinnedSet[] = [];
  const lacking: string[] = [];
  for (const [target, { options }] of targets) {
    const id = invariant('platform' in options ? options.platform : undefined, 'the platform of a layer');
    await buildTarget(workspace, name, target, ['--strict=false']);
    const output = imagePaths(dirname(image.file), name).output(target);
    const { needs } = (await readStage(join(workspace, output), layerAssembleOutput, id)).body;
    for (const { library, package: from, files } of needs) {
      if (from === null) lacking.push(`  ${id}: ${library}, which ${files.join(', ')} needs`);
      else found.push(neededSet(library, from, platformOf(id)));
    }
  }
  if (lacking.length === 0) return found;
  throw new BasewrightError(
    'NOT_FOUND',
    `cannot pin what ${name} needs: no package was found with\n${lacking.join('\n')}`,
    {
      hint: 'let the build leave it, and take it with rootfs.files; or name the package in "packages"',
    },
  );
}

/** Sets to pin, with those for libraries that a lock pins so far, and with others, each once. */
export function withNeeds(sets: readonly PinnedSet[], before: Lock, found: readonly PinnedSet[]): PinnedSet[] {
  const kept = PLATFORMS.flatMap((platform) => [...pinnedNeeds(before, platform).values()]);
  const all = [...sets, ...kept, ...found];
  return [...new Map(all.map((set) => [set.purpose, set])).values()].sort((a, b) => (a.purpose < b.purpose ? -1 : 1));
}
