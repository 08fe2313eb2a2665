import { platformOf, PLATFORMS } from '@basewright/core';
import { type TargetConfiguration } from '@nx/devkit';

import { ociOptions } from './oci-options';
import { type PlatformContext, platformStages } from './platform-stages';
import { sourceStage } from './source-stage';
import { type PackageOrigin } from './stage-inputs';
import { type StageTarget, toTarget } from './stage-target';

/** The packages whose executors an image's targets run. */
export const STAGES = [
  'fetch',
  'toolchain',
  'configure',
  'compile',
  'libraries',
  'rootfs',
  'image-test',
  'publish',
] as const;

/** What Nx is told of one image. */
export interface ImageTargets {
  readonly targets: Record<string, TargetConfiguration>;
  /** Targets by stage, for the groups of Nx Console and `nx show project`. */
  readonly groups: Record<string, string[]>;
}

/** All targets of an image: every stage per platform, an aggregate per stage, and `publish` for the index of all. */
export function imageTargets(
  context: PlatformContext,
  patches: readonly string[],
  origin: PackageOrigin,
): ImageTargets {
  const { image, paths, options } = context;
  // An index lists platforms in the table's order, whatever order the author wrote.
  const platforms = PLATFORMS.map(({ id }) => id).filter((id) => image.platforms.includes(id));
  const stages: Record<string, StageTarget> = {
    'fetch-and-verify': sourceStage(image, paths, patches, options),
    ...Object.assign({}, ...platforms.map((id) => platformStages(context, id))),
    publish: indexStage(context, platforms),
  };
  const targets = Object.fromEntries(
    Object.entries(stages).map(([name, stage]) => [name, toTarget(stage, origin.executorInputs(stage.stage))]),
  );
  const groups = groupByStage(Object.keys(stages));
  for (const [stage, names] of Object.entries(groups)) targets[stage] ??= aggregate(stage, names);
  return {
    targets,
    groups: Object.fromEntries(
      Object.entries(groups).map(([stage, names]) => [stage, [...new Set([stage, ...names])]]),
    ),
  };
}

function indexStage(context: PlatformContext, platforms: readonly string[]): StageTarget {
  const { paths } = context;
  const target = (stage: string, id: string): string => `${stage}--${platformOf(id).name}`;
  const rootfs = platforms.map((platform) => ({
    platform,
    directory: paths.output(target('rootfs-assemble', platform)),
  }));
  const first = target('toolchain', platforms[0] ?? '');
  return {
    stage: 'publish',
    executor: '@basewright/publish:publish',
    description: 'Write the images of all platforms as one OCI layout with an index',
    options: {
      outputPath: paths.output('publish'),
      rootfs,
      toolchain: paths.output(first),
      debian: context.options.debian,
      ...ociOptions(context),
    },
    reads: [...platforms.map((id) => target('rootfs-assemble', id)), first],
  };
}

function groupByStage(names: readonly string[]): Record<string, string[]> {
  const groups: Record<string, string[]> = {};
  for (const name of names) (groups[name.split('--')[0] ?? name] ??= []).push(name);
  return groups;
}

function aggregate(stage: string, names: readonly string[]): TargetConfiguration {
  return {
    executor: 'nx:noop',
    cache: true,
    inputs: [],
    dependsOn: [...names],
    metadata: { description: `Run ${stage} for every platform`, technologies: ['basewright'] },
  };
}
