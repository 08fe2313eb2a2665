import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { BasewrightError, digestOf, exists, type Store, storedTree, plainPath } from '@basewright/core';

import { runInSandbox } from './sandbox';

/** One patch of a series: where it lies and what it is. */
export interface SourcePatch {
  readonly path: string;
  readonly sha256: string;
}

/** Which sources, patched with what. */
export interface SourceTreeRequest {
  /** A root with tar, patch and the decompressor the tarball needs. */
  readonly root: string;
  readonly name: string;
  readonly version: string;
  /** Absolute path of the tarball, and its sha256. */
  readonly tarball: string;
  readonly sha256: string;
  /** Applied in this order, with `patch -p1`. */
  readonly patches: readonly SourcePatch[];
}

/** A pristine, patched source tree. Nobody writes to it: it is shared by every build from the same sources. */
export interface SourceTree {
  readonly path: string;
  /** Names the tree: the digest of tarball and patches. */
  readonly digest: string;
  /** When upstream made the release: the time of the tarball's top directory, in seconds since 1970. */
  readonly sourceDate: number;
}

/**
 * Unpacks a tarball and applies a patch series, once per store. Throws PATCH_FAILED with the hunks that did not apply,
 * BAD_INPUT when the tarball holds more than one top directory.
 */
export async function sourceTree(store: Store, request: SourceTreeRequest): Promise<SourceTree> {
  const digest = digestOf({ tarball: request.sha256, patches: request.patches.map(({ sha256 }) => sha256) });
  const home = join(store.sources, digest);
  await storedTree({ store, path: home }, (temporary) => fill(temporary, request));
  const { directory, sourceDate } = JSON.parse(await readFile(join(home, 'tree.json'), 'utf8')) as Facts;
  return { path: join(home, directory), digest, sourceDate };
}

interface Facts {
  readonly directory: string;
  readonly sourceDate: number;
}

async function fill(home: string, request: SourceTreeRequest): Promise<void> {
  await unpack(home, request);
  const [directory, ...others] = await readdir(home);
  if (directory === undefined || others.length > 0) {
    throw new BasewrightError(
      'BAD_INPUT',
      `cannot use ${basename(request.tarball)}: it does not hold exactly one top directory`,
    );
  }
  // Patching changes the directory's time, so it is read first.
  const tree = await plainPath(home, directory);
  const sourceDate = Math.floor((await stat(tree)).mtimeMs / 1000);
  for (const patch of request.patches) await apply(tree, patch, request);
  const facts: Facts = { directory, sourceDate };
  await writeFile(await plainPath(home, 'tree.json'), JSON.stringify(facts));
}

async function unpack(home: string, { root, tarball, name, version }: SourceTreeRequest): Promise<void> {
  await runInSandbox({
    root,
    program: 'tar',
    // A foreign owner cannot be written inside a user namespace.
    args: [
      '--extract',
      '--no-same-owner',
      '--no-same-permissions',
      '--file',
      `/build/${basename(tarball)}`,
      '--directory',
      '/out',
    ],
    binds: [
      { from: tarball.slice(0, -basename(tarball).length), to: '/build' },
      { from: home, to: '/out', writable: true },
    ],
    purpose: `unpack ${name} ${version}`,
  });
}

async function apply(tree: string, patch: SourcePatch, { root, name, version }: SourceTreeRequest): Promise<void> {
  const text = await readFile(patch.path);
  const result = await runInSandbox({
    root,
    program: 'patch',
    args: ['--strip=1', '--batch', '--forward', '--no-backup-if-mismatch', '--directory=/out'],
    input: text,
    binds: [{ from: tree, to: '/out', writable: true }],
    // 1: some hunks do not apply; 2: it is no patch that patch(1) understands.
    okExitCodes: [1, 2],
    purpose: `apply ${basename(patch.path)}`,
  });
  if (result.exitCode === 0) return;
  throw new BasewrightError(
    'PATCH_FAILED',
    `cannot apply ${basename(patch.path)} to ${name} ${version}:\n${`${result.stdout}${result.stderr}`.trim()}`,
    { hint: await whyNot(tree, text.toString('latin1')) },
  );
}

/** What is to be done about a patch that does not apply. */
async function whyNot(tree: string, text: string): Promise<string> {
  if (/^GIT binary patch$|^Binary files .* differ$/m.test(text))
    return 'it changes binary files, which patch(1) cannot: leave them out, or add them to the image with rootfs.files';
  const changed = [...text.matchAll(/^\+\+\+ ([\w.+/-]+)/gm)].map(([, path = '']) => path);
  const apart = await Promise.all(changed.map((path) => exists(join(tree, path))));
  if (!changed.some((path) => path.split('/').includes('..')) && apart.includes(true))
    return 'its paths begin in the source directory, as for patch -p0; it is applied with -p1: make it with git diff, or diff -ru a b';
  return 'refresh the patch against this version, or drop it if the version has the change already';
}
