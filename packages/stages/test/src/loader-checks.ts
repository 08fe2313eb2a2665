import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { type Platform, reasonOf } from '@basewright/core';
import { isElf } from '@basewright/elf';
import { type ImageRunner } from '@basewright/emulation';
import { glibcLoader } from '@basewright/libcs';
import { runInSandbox } from '@basewright/sandbox';

import { type Check, failed, held, skipped } from './check';

/** Loaders that run at once: each is a process in a sandbox of its own, and takes a few hundredths of a second. */
const AT_ONCE = 4;

/**
 * Asks the image's own loader what every ELF file of the tree would load, with nothing but the tree to load it from, and
 * with the symbol versions compared: what library-resolve found by reading, the loader has to find as well.
 */
export async function loaderChecks(tree: string, platform: Platform, runner: ImageRunner): Promise<Check[]> {
  const name = 'the loader finds what every program and library needs';
  if (runner.how === 'none') return [skipped(name, runner.reason)];
  const files = await elfFiles(tree);
  const problems: string[] = [];
  const queue = [...files];
  const work = async (): Promise<void> => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      const problem = await loaderProblem(tree, platform, runner, file);
      if (problem !== undefined) problems.push(`${file}: ${problem}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (files.length === 0) return [failed(name, 'the tree holds no ELF file')];
  return [problems.length === 0 ? held(name) : failed(name, problems.sort().join('; '))];
}

async function loaderProblem(
  tree: string,
  platform: Platform,
  runner: Exclude<ImageRunner, { readonly how: 'none' }>,
  file: string,
): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await runInSandbox({
      root: tree,
      ...runner.start([glibcLoader(platform), '--list', file]),
    });
    const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.includes('not found'));
    return lines.length === 0 ? undefined : lines.map((line) => line.trim()).join(', ');
  } catch (error) {
    return reasonOf(error);
  }
}

/** Image paths of the ELF files of a tree, sorted; of several names of one file the first. */
async function elfFiles(tree: string): Promise<string[]> {
  const entries = await readdir(tree, { recursive: true, withFileTypes: true });
  const seen = new Set<bigint>();
  const found: string[] = [];
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of paths.sort()) {
    const file = await open(path);
    try {
      const { ino } = await file.stat({ bigint: true });
      const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
      if (bytesRead === 4 && isElf(buffer) && !seen.has(ino)) found.push(path.slice(tree.length));
      seen.add(ino);
    } finally {
      await file.close();
    }
  }
  return found;
}
