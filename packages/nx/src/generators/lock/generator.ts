import { dirname, join } from 'node:path';

import { BasewrightError, hostDebianArch, openStore, progress, stableJson } from '@basewright/core';
import {
  type Apt,
  currentPackages,
  type DebianSettings,
  DEFAULT_SUITE,
  emptyLock,
  type Lock,
  openApt,
  openAptFor,
  type PinnedSet,
  readLock,
  withSets,
} from '@basewright/debian';
import {
  type AnyImageSpec,
  imagePaths,
  isDerived,
  libraryNeeds,
  parseImageFile,
  resolveImageSettings,
} from '@basewright/image';
import { globAsync, type Tree } from '@nx/devkit';

import { pluginSettings } from '../../plugin-settings';
import { asGenerator } from '../as-generator';
import { type AddedPackages, addedSets, forgetRequests } from './added-sets';
import { describeChanges } from './describe-changes';
import { type LockedImage, wantedSets } from './wanted-sets';

/** Options of the generator `lock`. */
export interface LockGeneratorOptions {
  /** Debian architecture the compilers run on. Default: this machine's. */
  readonly host?: string;
  /** Leave what is pinned as it is, and pin only what is not. Default: false. */
  readonly keep?: boolean;
}

/**
 * Nx generator `@basewright/nx:lock`: pins what every image of the workspace is built from at the suite's current
 * packages, and prints what changed. Sets of other hosts stay as they are.
 */
export async function lockGenerator(tree: Tree, options: LockGeneratorOptions): Promise<void> {
  const { lockFile, debian = {} } = resolveImageSettings(pluginSettings(tree));
  const host = options.host ?? hostDebianArch();
  if (host === null)
    throw new BasewrightError('BAD_INPUT', 'cannot write the lock file: Debian has no port to this processor', {
      hint: 'name one with --host',
    });
  const before = (await readLock(join(tree.root, lockFile))) ?? emptyLock(debian.suite ?? DEFAULT_SUITE);
  const all = await images(tree);
  const wanted = eachOnce([
    ...(await wantedSets({ workspace: tree.root, images: builtImages(all), host, debian, before })),
    ...(await addedSets(addedPackages(all), host, debian)),
  ]);
  const sets = options.keep === true ? wanted.filter((set) => !isPinned(before, set)) : wanted;
  if (sets.length === 0) {
    progress(`${lockFile}: pins everything already`);
    return;
  }
  const apt = await openApt(
    openStore(),
    debian,
    [...new Set(sets.flatMap(({ architectures }) => architectures))].sort(),
    host,
  );
  await apt.refresh();
  let after = forgetRequests(before, wanted);
  const fresh = new Map<string, Apt>();
  for (const set of sets) {
    const { native } = set;
    const own = native === undefined ? apt : (fresh.get(native) ?? (await freshApt(set, debian)));
    if (native !== undefined) fresh.set(native, own);
    after = withSets(after, { [set.key]: await currentPackages(own, set) });
  }
  tree.write(lockFile, stableJson(after));
  const changes = describeChanges(before, after);
  progress(
    changes.length === 0
      ? `${lockFile}: nothing changed`
      : `${lockFile}:\n${changes.map((line) => `  ${line}`).join('\n')}`,
  );
}

/** Whether a lock has every package that a set names. What those depend on it has as well, where the set wants that. */
function isPinned(lock: Lock, { key, names }: PinnedSet): boolean {
  const pinned = new Set(lock.sets[key]?.map(withoutArchitecture));
  return names.every((name) => pinned.has(withoutArchitecture(name)));
}

/** A package of architecture `all` is asked for as one of any other. */
function withoutArchitecture(id: string): string {
  return id.replace(/:.*/, '');
}

function eachOnce(sets: readonly PinnedSet[]): PinnedSet[] {
  return [...new Map(sets.map((set) => [set.key, set])).values()];
}

async function freshApt(set: PinnedSet, debian: DebianSettings): Promise<Apt> {
  const apt = await openAptFor(set, openStore(), debian);
  await apt.refresh();
  return apt;
}

interface ImageFile {
  readonly file: string;
  readonly spec: AnyImageSpec;
}

async function images(tree: Tree): Promise<ImageFile[]> {
  const files = (await globAsync(tree, ['**/image.json'])).filter((file) => !dirname(file).includes('node_modules'));
  return files.map((file) => ({ file, spec: parseImageFile(file, tree.read(file, 'utf8') ?? '') }));
}

function builtImages(all: readonly ImageFile[]): LockedImage[] {
  return all.flatMap(({ file, spec }) => {
    if (isDerived(spec)) return [];
    const needs = libraryNeeds(spec, imagePaths(dirname(file), ''));
    return [{ name: file, platforms: spec.platforms, libc: spec.libc, needs }];
  });
}

function addedPackages(all: readonly ImageFile[]): AddedPackages[] {
  return all.flatMap(({ file, spec }) => {
    if (!isDerived(spec)) return [];
    const { platforms, packages, withoutPackages: without } = spec;
    return [{ name: file, platforms, request: { packages, without } }];
  });
}

export default asGenerator(lockGenerator);
