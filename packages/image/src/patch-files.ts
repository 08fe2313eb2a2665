import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';

import { BasewrightError } from '@basewright/core';

/**
 * The patch files that paths of an image.json stand for, as workspace paths. The last part of a path may hold `*`;
 * its matches are sorted by code unit. Throws BAD_INPUT for a path without a file.
 */
export function patchFiles(workspace: string, imageFile: string, paths: readonly string[]): string[] {
  const missing = paths.filter((path) => expand(workspace, path).length === 0);
  if (missing.length > 0) {
    throw new BasewrightError('BAD_INPUT', `cannot use ${imageFile}: no such patch: ${missing.join(', ')}`);
  }
  const found = paths.flatMap((path) => expand(workspace, path));
  const directories = found.filter((path) => statSync(join(workspace, path)).isDirectory());
  if (directories.length > 0) {
    throw new BasewrightError(
      'BAD_INPUT',
      `cannot use ${imageFile}: no patch but a directory: ${directories.join(', ')}`,
      {
        hint: `name the patches in it: "${directories[0] ?? ''}/*.patch" (relative to image.json)`,
      },
    );
  }
  return found;
}

function expand(workspace: string, path: string): string[] {
  if (!path.includes('*')) return existsSync(join(workspace, path)) ? [path] : [];
  const directory = posix.dirname(path);
  const pattern = new RegExp(`^${posix.basename(path).split('*').map(literally).join('.*')}$`);
  const names = existsSync(join(workspace, directory)) ? readdirSync(join(workspace, directory)) : [];
  return names
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => posix.join(directory, name));
}

function literally(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}
