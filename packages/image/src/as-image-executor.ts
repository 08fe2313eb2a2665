import { join } from 'node:path';

import {
  asExecutor,
  BasewrightError,
  didYouMean,
  type ExecutorContext,
  type ExecutorResult,
  invariant,
} from '@basewright/core';
import { type DebianSettings } from '@basewright/debian';

import { type ImageSettings, resolveImageSettings } from './image-settings';
import { isLibraryList } from './library-list';
import { readImage } from './read-image';
import { type Stage } from './stages/stage';

/** Options that name an image.json instead of saying everything themselves. */
export interface ImageReference {
  /** image.json, relative to the workspace. */
  readonly image: string;
  readonly settings?: ImageSettings;
}

/**
 * Like core's asExecutor, for stages that also take their options from an image.json: its part for the target that
 * runs. Options given beside `image`, on the command line say, win over the file; of an object each field by itself:
 * `--config.labels.rev=a1b2` is one label more.
 */
export function asImageExecutor<Options extends object>(
  action: (options: Options, context: ExecutorContext) => Promise<void>,
): (options: Options | ImageReference, context: ExecutorContext) => Promise<ExecutorResult> {
  return asExecutor((options, context) => action(fullOptions(options, context), context));
}

function fullOptions<Options extends object>(options: Options | ImageReference, context: ExecutorContext): Options {
  if (!('image' in options)) return options;
  const { image: file, settings, ...given } = options;
  refuseUnkeyed(given, file, invariant(context.targetName, 'the target that Nx runs'));
  const stage = stageOf(file, settings, context);
  const debian = 'debian' in stage.options ? { debian: withLockFile(stage.options['debian'], settings, context) } : {};
  return merged({ ...stage.options, ...debian }, given) as Options;
}

/** Options that name files of the workspace: a target is keyed by the files that its image.json names. */
const NAME_FILES = ['files', 'fragments', 'base', 'patches', 'tarballs', 'nsswitch'];

/**
 * Refuses what Nx's cache would answer wrongly: it keys the words of an option, and neither the files that these name nor
 * that something is to be done again.
 */
function refuseUnkeyed(given: Readonly<Record<string, unknown>>, file: string, target: string): void {
  const libraries = Array.isArray(given['libraries']) ? (given['libraries'] as unknown[]) : [];
  const named = Object.keys(given).filter(
    (name) =>
      NAME_FILES.includes(name) ||
      (name === 'libraries' && libraries.some((one) => typeof one === 'string' && isLibraryList(one))),
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
function withLockFile(debian: unknown, settings: ImageSettings | undefined, { root }: ExecutorContext): DebianSettings {
  const { lockFile } = resolveImageSettings(settings);
  return { ...(debian as DebianSettings | undefined), lockFile: join(root, lockFile) };
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

/** What an image.json (`file` is relative to the workspace) asks of the target that runs. Throws BAD_INPUT where it has none. */
export function stageOf(file: string, settings: ImageSettings | undefined, context: ExecutorContext): Stage {
  const { stages } = readImage(context.root, file, settings);
  const target = invariant(context.targetName, 'the target that Nx runs');
  const stage = stages[target];
  if (stage !== undefined) return stage;
  throw new BasewrightError(
    'BAD_INPUT',
    `cannot run ${target}: ${file} asks for no such stage${didYouMean(target, Object.keys(stages))}`,
    {
      hint: 'name the target as the plugin does, or give the options themselves instead of "image"',
    },
  );
}
