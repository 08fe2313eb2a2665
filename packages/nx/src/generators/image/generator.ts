import { log } from '@basewright/core';
import { formatFiles, type Tree } from '@nx/devkit';

import { asGenerator } from '../as-generator';
import { lockGenerator } from '../lock/generator';
import { addImage } from './add-image';
import { type ImageGeneratorOptions } from './options';

/**
 * Nx generator `@basewright/nx:image`: an image.json that builds at once, and its packages in the lock file. Run again
 * with the same answers it changes nothing; it never writes over an image.json that says something else.
 */
export async function imageGenerator(tree: Tree, options: ImageGeneratorOptions): Promise<void> {
  addImage(tree, options);
  await formatFiles(tree);
  if (options.skipLock !== true) await lockGenerator(tree, { keep: true });
  log.info(`build it with: npx nx run ${options.name}:publish`);
}

export default asGenerator(imageGenerator);
