import { join } from 'node:path';

import {
  asExecutor,
  BasewrightError,
  checkedOptions,
  didYouMean,
  type ExecutorContext,
  type ExecutorResult,
  invariant,
} from '@basewright/core';
import { type DebianSettings } from '@basewright/debian';
import { type ImageSettings, resolveImageSettings } from '@basewright/image';
import { readImage, type Stage, type StageName, type StageOptions } from '@basewright/pipeline';
import { type z } from 'zod';

import { buildOutputs } from './build-outputs';

/** The options of an executor that does a stage of an image.json; what else is given goes before what the file says. */
export interface ImageReference {
  /** image.json, relative to the workspace. */
  readonly image: string;
  /** Options of the plugin. */
  readonly settings?: ImageSettings;
}

/**
 * The Nx executor that does a stage as an image.json has it for the target that runs. Options given beside `image`, on the
 * command line say, win over the file; of an object each field by itself: `--config.labels.rev=a1b2` is one label more.
 */
export function fromImage<Name extends StageName>(
  name: Name,
  schema: z.ZodType<StageOptions[Name]>,
  action: (options: StageOptions[Name], workspace: string) => Promise<unknown>,
): (options: ImageReference, context: ExecutorContext) => Promise<ExecutorResult> {
  return asExecutor(async (options, context) => {
    const full = fullOptions(name, options, context);
    await action(checkedOptions(invariant(context.targetName, 'the target that Nx runs'), schema, full), context.root);
  });
}

function fullOptions(
  name: StageName,
  { image: file, settings, ...given }: ImageReference,
  context: ExecutorContext,
): object {
  refuseUnkeyed(given, file, invariant(context.targetName, 'the target that Nx runs'));
  const { options, builds = {} } = stageOf(name, file, settings, context);
  const debian = 'debian' in options ? { debian: withLockFile(options.debian, settings, context) } : {};
  const outputs = Object.keys(builds).length === 0 ? {} : { builds: buildOutputs(file, builds, context) };
  return merged({ ...options, ...debian, ...outputs }, given);
}

/** Options that name files of the workspace: a target is keyed by the files that its image.json names. */
const NAME_FILES = ['files', 'builds', 'fragments', 'base', 'patches', 'tarballs', 'nsswitch', 'certificates'];

/**
 * Refuses what Nx's cache would answer wrongly: it keys the words of an option, and neither the files that these name nor
 * that something is to be done again.
 */
function refuseUnkeyed(given: Readonly<Record<string, unknown>>, file: string, target: string): void {
  const libraries = Array.isArray(given['libraries']) ? (given['libraries'] as unknown[]) : [];
  const named = Object.keys(given).filter(
    (name) =>
      NAME_FILES.includes(name) ||
      (name === 'libraries' && libraries.some((one) => typeof one === 'object')) ||
      (name === 'created' && typeof given['created'] === 'object'),
  );
  if (named.length > 0) {
    throw new BasewrightError(
      'BAD_INPUT',
      `cannot run ${target} with the option ${named.join(', ')}: Nx would take its result from the cache when these files change`,
      {
        hint: `name them in ${file}; nothing about this target is to be said in a project.json or on the command line`,
      },
    );
  }
  if (given['clean'] === undefined) return;
  throw new BasewrightError(
    'BAD_INPUT',
    `cannot run ${target} with the option clean: Nx would take the second such run from the cache`,
    {
      hint: 'remove `objects` of the store (~/.cache/basewright/v1/objects), and run it with `--skip-nx-cache`',
    },
  );
}

/** Where files lie is no part of a stage's key: the lock file that says it has no place among its options. */
function withLockFile(
  debian: DebianSettings | undefined,
  settings: ImageSettings | undefined,
  { root }: ExecutorContext,
): DebianSettings {
  const { lockFile } = resolveImageSettings(settings);
  return { ...debian, lockFile: join(root, lockFile) };
}

/** `given` over what is there: objects field by field, anything else as a whole. */
function merged(there: object, given: object): object {
  const fields = Object.entries(given).map(([name, value]: [string, unknown]): [string, unknown] => {
    const before: unknown = Reflect.get(there, name);
    return [name, isPlain(before) && isPlain(value) ? merged(before, value) : value];
  });
  return { ...there, ...Object.fromEntries(fields) };
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The plan of the target that runs, from an image.json (`file` is relative to the workspace). Throws BAD_INPUT where it has
 * none, or of another stage.
 */
export function stageOf<Name extends StageName>(
  name: Name,
  file: string,
  settings: ImageSettings | undefined,
  context: ExecutorContext,
): Extract<Stage, { readonly stage: Name }> {
  const { stages } = readImage(context.root, file, settings);
  const target = invariant(context.targetName, 'the target that Nx runs');
  const plan = stages[target];
  if (plan === undefined || plan.stage !== name) {
    const why =
      plan === undefined
        ? `asks for no such stage${didYouMean(target, Object.keys(stages))}`
        : `has ${plan.stage} there`;
    throw new BasewrightError('BAD_INPUT', `cannot run ${target}: ${file} ${why}`, {
      hint: 'name the target as the plugin does, or use the executor of the stage itself, with its own options',
    });
  }
  return plan as Extract<Stage, { readonly stage: Name }>;
}
