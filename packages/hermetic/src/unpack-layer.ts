import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';

import { BasewrightError } from '@basewright/core';
import { extract, type ReadEntry } from 'tar';

/** Unpacks the layer of an image (a tar) into a directory, which is made. Throws as {@link extractLayer} does. */
export async function unpackLayer(tar: string, directory: string): Promise<void> {
  await mkdir(directory);
  await extractLayer(tar, directory, tar);
}

/**
 * Extracts what is wanted of a layer, by the paths in it, into a directory that is there. Everything belongs to the
 * caller; modes are kept. Symbolic links are made last and as they are: `tar` would make an absolute one relative and
 * refuse one that leads to another, lest something be written through it. Throws TOOL_FAILED, with `what` in the message,
 * for what could not be written.
 */
export async function extractLayer(
  file: string,
  directory: string,
  what: string,
  isWanted: (path: string) => boolean = () => true,
): Promise<void> {
  const links = new Map<string, string>();
  const problems: string[] = [];
  await extract({
    ...{ file, cwd: directory, preserveOwner: false, chmod: true },
    filter: (path, entry) => {
      const { type, linkpath = '' } = entry as ReadEntry;
      if (!isWanted(path)) return false;
      if (type === 'SymbolicLink') links.set(path, linkpath);
      return type !== 'SymbolicLink';
    },
    onwarn: (code, message) => {
      if (code === 'TAR_ENTRY_ERROR') problems.push(message);
    },
  });
  for (const [path, target] of links) {
    await symlink(target, join(directory, path)).catch((error: unknown) => problems.push(String(error)));
  }
  if (problems.length === 0) return;
  throw new BasewrightError('TOOL_FAILED', `cannot unpack ${what}: ${problems.slice(0, 5).join('; ')}`);
}
