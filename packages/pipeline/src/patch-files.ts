import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, posix, relative } from 'node:path';

import { BasewrightError, invariant } from '@basewright/core';

/**
 * The patch files that paths of an image.json stand for, as workspace paths. The last part of a path may hold `*`;
 * its matches are sorted by code unit. Throws BAD_INPUT for a path without a file, or to one outside the workspace.
 */
export function patchFiles(workspace: string, imageFile: string, paths: readonly string[]): string[] {
  const missing = paths.filter((path) => expand(workspace, path).length === 0);
  if (missing.length > 0) {
    throw new BasewrightError('BAD_INPUT', `cannot use ${imageFile}: no such patch: ${missing.join(', ')}`);
  }
  const found = paths.flatMap((path) => expand(workspace, path));
  const outside = found.filter((path) => !isInside(workspace, path));
  if (outside.length > 0) {
    throw new BasewrightError(
      'BAD_INPUT',
      `cannot use ${imageFile}: patches outside the workspace: ${outside.join(', ')}`,
    );
  }
  const directories = found.filter((path) => statSync(join(workspace, path)).isDirectory());
  if (directories.length > 0) {
    throw new BasewrightError(
      'BAD_INPUT',
      `cannot use ${imageFile}: no patch but a directory: ${directories.join(', ')}`,
      {
        hint: `name the patches in it: "${invariant(directories[0], 'a directory')}/*.patch" (relative to image.json)`,
      },
    );
  }
  return found;
}

/** Links followed: a file from elsewhere could change without a target running again. */
function isInside(workspace: string, path: string): boolean {
  const from = relative(realpathSync(workspace), realpathSync(join(workspace, path)));
  return from !== '..' && !from.startsWith('../');
}

function expand(workspace: string, path: string): string[] {
  if (!path.includes('*')) return existsSync(join(workspace, path)) ? [path] : [];
  const directory = posix.dirname(path);
  const pattern = posix.basename(path);
  const names = existsSync(join(workspace, directory)) ? readdirSync(join(workspace, directory)) : [];
  return names
    .filter((name) => isLike(name, pattern))
    .sort()
    .map((name) => posix.join(directory, name));
}

/** Whether a name is what a pattern with `*` stands for. No regular expression: those try every division of the name. */
export function isLike(name: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return name === pattern;
  if (!name.startsWith(first) || !name.endsWith(last)) return false;
  let at = first.length;
  // The first place where a part fits leaves the most room for those behind it.
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at + last.length <= name.length;
}
