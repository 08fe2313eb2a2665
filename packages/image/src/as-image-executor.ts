import { join } from 'node:path';

import { asExecutor, BasewrightError, didYouMean, type ExecutorContext, type ExecutorResult } from '@basewright/core';
import { type DebianSettings } from '@basewright/debian';

import { type ImageSettings, resolveImageSettings } from './image-settings';
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
 * runs. Options given beside `image`, on the command line say, win over the file.
 */
export function asImageExecutor<Options extends object>(
  action: (options: Options, context: ExecutorContext) => Promise<void>,
): (options: Options | ImageReference, context: ExecutorContext) => Promise<ExecutorResult> {
  return asExecutor((options, context) => action(fullOptions(options, context), context));
}

function fullOptions<Options extends object>(options: Options | ImageReference, context: ExecutorContext): Options {
  if (!('image' in options)) return options;
  const { image: file, settings, ...given } = options;
  const stage = stageOf(file, settings, context);
  const debian = 'debian' in stage.options ? { debian: withLockFile(stage.options['debian'], settings, context) } : {};
  return { ...stage.options, ...debian, ...given } as unknown as Options;
}

/** Where files lie is no part of a stage's key: the lock file that says it has no place among its options. */
function withLockFile(debian: unknown, settings: ImageSettings | undefined, { root }: ExecutorContext): DebianSettings {
  const { lockFile } = resolveImageSettings(settings);
  return { ...(debian as DebianSettings | undefined), lockFile: join(root, lockFile) };
}

/** What an image.json (`file` is relative to the workspace) asks of the target that runs. Throws BAD_INPUT where it has none. */
export function stageOf(file: string, settings: ImageSettings | undefined, context: ExecutorContext): Stage {
  const { stages } = readImage(context.root, file, settings);
  const target = context.targetName ?? '';
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
