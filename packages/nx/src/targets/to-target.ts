import { PLATFORMS, sha256, stableJson } from '@basewright/core';
import { buildSettings, type ImageSettings } from '@basewright/image';
import { outputOf, type Stage } from '@basewright/pipeline';
import { type TargetConfiguration } from '@nx/devkit';

import { PLUGIN } from '../plugin-name';
import { commitInput } from './commit-input';
import { type LockInputs } from './lock-inputs';
import { sourceInputs } from './source-inputs';
import { type TargetInput } from './stage-inputs';

/** What every target of an image has as its options. */
export interface ImageOptions {
  readonly image: string;
  readonly settings: ImageSettings;
}

/**
 * The Nx target of a stage: cached, keyed by its part of image.json, its files, its executor and what earlier stages
 * left. One that leaves nothing is not cached.
 */
export function toTarget(
  name: string,
  stage: Stage,
  { image, settings: written }: ImageOptions,
  executorInputs: readonly TargetInput[],
  locks: LockInputs,
): TargetConfiguration {
  // Schemas refuse what a stage does not read.
  const settings = stage.pushed === true ? written : buildSettings(written);
  const outputPath = outputOf(stage);
  const builds = Object.values(stage.builds ?? {});
  return {
    executor: `${PLUGIN}:${stage.stage}`,
    cache: outputPath !== undefined,
    dependsOn: [
      ...stage.reads.map((target) =>
        typeof target === 'string' ? target : { projects: [target.project], target: target.target },
      ),
      ...builds.map(({ project, target }) => `${project}:${target}`),
    ],
    inputs: [
      // One command, since each costs Nx's daemon a process.
      joined([
        partOfImage(name, stage),
        ...(stage.locks === undefined || stage.locks.length === 0 ? [] : [locks(stage.locks)]),
        ...(stage.lastCommitOf === undefined || stage.lastCommitOf.length === 0
          ? []
          : [commitInput(stage.lastCommitOf)]),
      ]),
      ...sourceInputs(stage.files ?? []),
      ...executorInputs,
      // Only stage.json: it has the digest of every artefact, and no other byte decides what the next stage does. With it
      // Nx keys a stage when all that it depends on has run: a source may be what another target makes.
      ...(stage.reads.length + (stage.files ?? []).length === 0
        ? []
        : [{ dependentTasksOutputFiles: '**/stage.json', transitive: false }]),
      // Of builds everything counts, by name and content.
      ...(builds.length === 0 ? [] : [{ dependentTasksOutputFiles: '!dist/images/**', transitive: false }]),
    ] as TargetConfiguration['inputs'],
    outputs: outputPath === undefined ? [] : [`{workspaceRoot}/${outputPath}`],
    options: {
      image,
      ...(Object.keys(settings).length > 0 ? { settings } : {}),
    },
    metadata: { description: stage.description, technologies: ['basewright'] },
  };
}

/** A command that Nx runs for its output. */
interface RuntimeInput {
  readonly runtime: string;
}

function joined(inputs: readonly RuntimeInput[]): TargetInput {
  return { runtime: inputs.map(({ runtime }) => runtime).join('; ') };
}

/**
 * Keys a target by the options its stage takes from image.json. They cannot be the target's options: Nx hashes the
 * options of all targets of a project into each of them, so one field would invalidate every stage. A `json` input
 * would miss defaults and does not read comments; a runtime input counts by what it prints.
 */
function partOfImage(target: string, { options }: Stage): RuntimeInput {
  return { runtime: `echo ${sha256(withoutPlatform(target, stableJson(options)))}` };
}

/**
 * Leaves out which platform a target is for, where its options say so: its name says it too, and Nx runs a command once
 * for all targets that it hashes together. No JSON has the character that stands in its place.
 */
function withoutPlatform(target: string, options: string): string {
  const platform = PLATFORMS.find(({ name }) => target.endsWith(`--${name}`));
  if (platform === undefined) return options;
  return options.replaceAll(`--${platform.name}"`, '--\0"').replaceAll(`"${platform.id}"`, '"\0"');
}
