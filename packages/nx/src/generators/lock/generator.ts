import { dirname, join } from 'node:path';

import { BasewrightError, hostDebianArch, openStore, progress, stableJson } from '@basewright/core';
import { currentPackages, DEFAULT_SUITE, emptyLock, openApt, readLock, withSets } from '@basewright/debian';
import { type ImageSettings, type ImageSpec, parseImageFile, resolveImageSettings } from '@basewright/image';
import { globAsync, readNxJson, type Tree } from '@nx/devkit';

import { describeChanges } from './describe-changes';
import { wantedSets } from './wanted-sets';

/** Options of the generator `lock`. */
export interface LockGeneratorOptions {
  /** Debian architecture the compilers run on. Default: this machine's. */
  readonly host?: string;
}

/**
 * Nx generator `@basewright/nx:lock`: pins what every image of the workspace is built from at the suite's current
 * packages, and prints what changed. Sets of other hosts stay as they are.
 */
export default async function lockGenerator(tree: Tree, options: LockGeneratorOptions): Promise<void> {
  const { lockFile, debian = {} } = resolveImageSettings(pluginSettings(tree));
  const host = options.host ?? hostDebianArch();
  if (host === null)
    throw new BasewrightError('BAD_INPUT', 'cannot write the lock file: Debian has no port to this processor', {
      hint: 'name one with --host',
    });
  const before = (await readLock(join(tree.root, lockFile))) ?? emptyLock(debian.suite ?? DEFAULT_SUITE);
  const sets = await wantedSets({ images: await images(tree), host, debian, lock: before });
  const apt = await openApt(
    openStore(),
    debian,
    [...new Set(sets.flatMap(({ architectures }) => architectures))].sort(),
    host,
  );
  await apt.refresh();
  let after = before;
  for (const set of sets) after = withSets(after, { [set.key]: await currentPackages(apt, set) });
  tree.write(lockFile, stableJson(after));
  const changes = describeChanges(before, after);
  progress(
    changes.length === 0
      ? `${lockFile}: nothing changed`
      : `${lockFile}:\n${changes.map((line) => `  ${line}`).join('\n')}`,
  );
}

async function images(tree: Tree): Promise<ImageSpec[]> {
  const files = (await globAsync(tree, ['**/image.json'])).filter((file) => !dirname(file).includes('node_modules'));
  return files.map((file) => parseImageFile(file, tree.read(file, 'utf8') ?? ''));
}

function pluginSettings(tree: Tree): ImageSettings | undefined {
  const entries = readNxJson(tree)?.plugins ?? [];
  const entry = entries.find((one) => typeof one !== 'string' && one.plugin === '@basewright/nx');
  return typeof entry === 'object' ? (entry.options as ImageSettings | undefined) : undefined;
}
