import { asExecutor, type ExecutorContext, type ExecutorResult } from '@basewright/core';

import { readAsked } from './asked';
import { buildTarget } from './build-target';
import { wordsOfNx } from './command-line';
import { nxWords } from './nx-words';
import { type RunOptions } from './options';
import { runImage } from './run-image';
import { hasTerminal, outliveSignals } from './signals';

/** What Nx makes of a command line; flags of the command are in it too, so nothing else of it is read. */
export interface NxOptions {
  readonly __unparsed__?: readonly string[];
}

/** Says which image a target runs, from its options as they are configured. */
export type ImageOfTarget = (configured: Readonly<Record<string, unknown>>, context: ExecutorContext) => RunOptions;

/**
 * An Nx executor that runs a command in an image. What Nx keeps from it, `basewright run` gives: raw streams and the exit
 * status.
 */
export function runTarget(
  imageOf: ImageOfTarget,
): (options: NxOptions, context: ExecutorContext) => Promise<ExecutorResult> {
  return asExecutor<NxOptions>(async ({ __unparsed__: unparsed = [] }, context) => {
    const { received } = outliveSignals();
    const configured = targetOptions(context);
    const asked = readAsked(wordsOfNx(nxWords(unparsed)), configured);
    const { root, projectName = '', cwd = root } = context;
    const options = imageOf(configured, context);
    if (process.env['NX_TUI'] === 'true' && hasTerminal()) {
      process.stderr.write(
        `note: Nx's terminal UI keeps what you type until you press i; npx basewright run ${projectName} takes it at once\n`,
      );
    }
    const status = await runImage(options, {
      workspace: root,
      asked,
      cwd,
      signals: 'leave',
      interrupted: received,
      // Nx has brought the first one up to date: the target depends on it.
      build: async (image) => {
        if (image !== options.images[0] && image.target !== undefined)
          await buildTarget(root, projectName, image.target);
      },
    });
    if (status > 1) {
      process.stderr.write(
        `\nnote: the command ended with ${status}, of which Nx makes 1; npx basewright run ${projectName} ends with it\n`,
      );
    }
    return { success: status === 0 };
  });
}

/** The options of the target as it is configured, without the command line. */
function targetOptions({ target, configurationName = '' }: ExecutorContext): Readonly<Record<string, unknown>> {
  return { ...target?.options, ...target?.configurations?.[configurationName] };
}
