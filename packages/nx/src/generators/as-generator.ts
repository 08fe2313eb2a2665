import { describeFailure } from '@basewright/core';
import { type GeneratorCallback, type Tree } from '@nx/devkit';

/**
 * Turns a function into an Nx generator: a failure is told as one of an executor is, with its code and hint, and without
 * the stack that Nx adds to a message otherwise.
 */
export function asGenerator<Options>(
  action: (tree: Tree, options: Options) => Promise<GeneratorCallback> | Promise<void>,
): (tree: Tree, options: Options) => Promise<GeneratorCallback | undefined> {
  return async (tree, options) => {
    try {
      return (await action(tree, options)) ?? undefined;
    } catch (error) {
      const shown = new Error((await describeFailure(error, tree.root)).trim(), { cause: error });
      delete shown.stack;
      throw shown;
    }
  };
}
