import { type Image } from '@basewright/pipeline';
import { type TargetConfiguration } from '@nx/devkit';

import { type LockInputs } from './lock-inputs';
import { publishTarget } from './publish-target';
import { type PackageOrigin } from './stage-inputs';
import { type ImageOptions, toTarget } from './to-target';

/** What Nx is told of one image. */
export interface ImageTargets {
  readonly targets: Record<string, TargetConfiguration>;
  /** Targets by stage, for the groups of Nx Console and `nx show project`. */
  readonly groups: Record<string, string[]>;
}

/** All targets of an image: those of its stages, `publish` for each layout, and for each stage an aggregate over the platforms. */
export function imageTargets(
  { stages }: Image,
  options: ImageOptions,
  { origin, locks }: { readonly origin: PackageOrigin; readonly locks: LockInputs },
): ImageTargets {
  const targets = Object.fromEntries(
    Object.entries(stages).flatMap(([name, stage]) => [
      [name, toTarget(name, stage, options, origin.executorInputs(stage.stage), locks)],
      ...(stage.pushed === true ? [[name.replace('layout', 'publish'), publishTarget(name, stage)]] : []),
    ]),
  ) as Record<string, TargetConfiguration>;
  const groups = groupByStage(Object.keys(targets));
  for (const [stage, names] of Object.entries(groups)) targets[stage] ??= aggregate(stage, names);
  const withAggregates = Object.entries(groups).map(([stage, names]) => [stage, [...new Set([stage, ...names])]]);
  return { targets, groups: Object.fromEntries(withAggregates) as Record<string, string[]> };
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
