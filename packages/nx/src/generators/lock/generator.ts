import { dirname, join } from 'node:path';

import { BasewrightError, hostDebianArch, openStore, progress } from '@basewright/core';
import {
  assertSuite,
  DEFAULT_SUITE,
  formatLock,
  openSourceApt,
  pinSources,
  resolveSettings,
  snapshotTime,
  SOURCE_SUITES,
} from '@basewright/debian';
import { parseImageFile, resolveImageSettings } from '@basewright/image';
import { globAsync, type Tree } from '@nx/devkit';

import { pluginSettings } from '../../plugin-settings';
import { asGenerator } from '../as-generator';
import { archivesAfter, type Releases } from './archives-after';
import { describeChanges } from './describe-changes';
import { pinPackages } from './pin-packages';
import { readLockSoFar } from './read-lock';
import { type ImageFile, wantedSets } from './wanted-sets';

/** Options of the generator `lock`. */
export interface LockGeneratorOptions {
  /** Debian architecture the compilers run on. Default: this machine's. */
  readonly host?: string;
  /** Leave what is pinned as it is, and pin only what is not. Default: false. */
  readonly keep?: boolean;
  /** Take security updates and what they then need; all else keeps its pin. Default: false. */
  readonly onlySecurity?: boolean;
}

/**
 * Nx generator `@basewright/nx:lock`: pins what every image of the workspace is built from at what the archives have now,
 * and prints what changed. Sets of other hosts stay as they are.
 */
export async function lockGenerator(tree: Tree, options: LockGeneratorOptions): Promise<void> {
  const { lockFile, debian = {} } = resolveImageSettings(pluginSettings(tree));
  const host = options.host ?? hostDebianArch();
  if (host === null)
    throw new BasewrightError('BAD_INPUT', 'cannot write the lock file: Debian has no port to this processor', {
      hint: 'name one with --host',
    });
  const wanted = wantedSets(await imageFiles(tree), host);
  const { lock: before, isCurrent } = await readLockSoFar(tree.root, lockFile, { debian, host, wanted });
  const update = options.keep === true ? 'new' : options.onlySecurity === true ? 'security' : 'all';
  if (update !== 'all') assertSuite(before, debian);
  const { keptBack, lock, releases } = await pinPackages(wanted, before, {
    workspace: tree.root,
    debian,
    host,
    update,
  });
  const settings = isCurrent ? { ...debian, lockFile: join(tree.root, lockFile) } : debian;
  const store = openStore();
  const sources = await pinSources(store, settings, wanted.sources);
  const isNew = Object.keys(sources).some((key) => before.sources[key] === undefined);
  const ofSources = isNew ? await (await openSourceApt(store, debian, SOURCE_SUITES)).releases() : {};
  const made = { ...lock, suite: debian.suite ?? DEFAULT_SUITE, sources };
  const archives = archivesAfter(made, {
    before,
    archives: (await resolveSettings(debian)).archives,
    releases: merged(releases, ofSources),
    isWhole: update === 'all' && keptBack.length === 0,
    now: snapshotTime(new Date()),
  });
  const after = { ...made, archives };
  const text = formatLock(after);
  if (!isCurrent || text !== formatLock(before)) tree.write(lockFile, text);
  const changes = describeChanges(before, after);
  for (const { source, reason } of keptBack) progress(`kept back: ${source}: ${reason}`);
  progress(
    changes.length === 0
      ? `${lockFile}: nothing changed`
      : `${lockFile}:\n${changes.map((line) => `  ${line}`).join('\n')}`,
  );
}

function merged(one: Releases, other: Releases): Releases {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(names.map((name) => [name, { ...other[name], ...one[name] }]));
}

async function imageFiles(tree: Tree): Promise<ImageFile[]> {
  const files = (await globAsync(tree, ['**/image.json'])).filter((file) => !dirname(file).includes('node_modules'));
  return files.map((file) => ({ file, spec: parseImageFile(file, tree.read(file, 'utf8') ?? '') }));
}

export default asGenerator(lockGenerator);
