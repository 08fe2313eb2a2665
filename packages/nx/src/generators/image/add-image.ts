import { posix } from 'node:path';

import { BasewrightError } from '@basewright/core';
import { type Tree } from '@nx/devkit';

import { type ImageGeneratorOptions } from './options';
import { imageFileText } from './image-file-text';

/** Writes the image.json of a new image. Throws BAD_INPUT where there is one that says something else. */
export function addImage(tree: Tree, options: ImageGeneratorOptions): void {
  const path = posix.join(options.directory ?? posix.join('images', options.name), 'image.json');
  const text = imageFileText(path, options);
  const there = tree.exists(path) ? tree.read(path, 'utf8') : null;
  if (there === null) tree.write(path, text);
  else if (!sameContent(there, text)) {
    throw new BasewrightError('BAD_INPUT', `cannot write ${path}: there is one, and it says something else`, {
      hint: 'edit it, or give the new image another name or --directory',
    });
  }
}

/** Formatting does not count: the workspace may have its own. */
function sameContent(there: string, text: string): boolean {
  const plain = (json: string): string => json.replace(/\s/g, '');
  return plain(there) === plain(text);
}
