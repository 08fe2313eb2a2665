import { BasewrightError } from '@basewright/core';
import { type GeneratorCallback, type Tree } from '@nx/devkit';

/**
 * Turns a function into an Nx generator: what a {@link BasewrightError} says is shown with its hint and without a
 * stack, which Nx adds to the message otherwise.
 */
export function asGenerator<Options>(
  action: (tree: Tree, options: Options) => Promise<GeneratorCallback> | Promise<void>,
): (tree: Tree, options: Options) => Promise<GeneratorCallback | undefined> {
  return async (tree, options) => {
    try {
      return (await action(tree, options)) ?? undefined;
    } catch (error) {
      if (!(error instanceof BasewrightError)) throw error;
      const shown = new Error(error.hint === undefined ? error.message : `${error.message}\nhint: ${error.hint}`);
      delete shown.stack;
      throw shown;
    }
  };
}
