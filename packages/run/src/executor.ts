import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { asExecutor, type ExecutorContext } from '@basewright/core';
import { type ImageSettings, stageOf } from '@basewright/image';

import { readAsked } from './asked';
import { CannotStart } from './find-program';
import { type RunOptions } from './options';
import { runImage } from './run-image';
import { outliveSignals } from './start';

/** What Nx makes of a command line; flags of the command are in it too, so nothing else of it is read. */
interface NxOptions {
  readonly __unparsed__?: readonly string[];
  /** Put there by the hasher: what stands before `--`. */
  readonly __before__?: readonly string[];
}

/** docker's status for what failed before a command was started. */
const NOT_STARTED = 125;

/** Nx executor `@basewright/run:run`. */
export default asExecutor<NxOptions>(async ({ __unparsed__: after = [], __before__: before = null }, context) => {
  outliveSignals();
  try {
    const configured = targetOptions(context);
    const asked = readAsked({ before, after }, configured);
    const { root, projectName = '', cwd = root } = context;
    const status = await runImage(imageOptions(configured, context), {
      workspace: root,
      project: projectName,
      asked,
      cwd,
    });
    leaveStatus(status);
    return { success: status === 0 };
  } catch (error) {
    leaveStatus(error instanceof CannotStart ? error.status : NOT_STARTED);
    throw error;
  }
});

/** The options of the target as it is configured, without the command line. */
function targetOptions({ target, configurationName = '' }: ExecutorContext): Readonly<Record<string, unknown>> {
  return { ...target?.options, ...target?.configurations?.[configurationName] };
}

function imageOptions(configured: Readonly<Record<string, unknown>>, context: ExecutorContext): RunOptions {
  const { image, settings, ...own } = configured;
  if (typeof image !== 'string') return own as unknown as RunOptions;
  const { options } = stageOf(image, settings as ImageSettings | undefined, context);
  return { ...options, ...own } as unknown as RunOptions;
}

/** Tells the hasher, in Nx's own process, what Nx is to end with. */
function leaveStatus(status: number): void {
  const directory = join(tmpdir(), process.env['NX_TASK_HASH'] ?? '');
  if (/\/basewright-run-\w+$/.test(directory) && existsSync(directory))
    writeFileSync(join(directory, 'status'), String(status));
}
