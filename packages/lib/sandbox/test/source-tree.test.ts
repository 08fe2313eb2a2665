import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readdir, readFile, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { exec, openStore, sha256, sha256File, type Store } from '@basewright/core';
import { inTemporaryDirectory } from '@basewright/testing';

import { type SourcePatch, type SourceTree, sourceTree } from '../src';
import { realRoot } from './real-roots';

let root = '';
beforeAll(async () => {
  root = await realRoot();
});

const LINES = Array.from({ length: 40 }, (_none, index) => `line ${index + 1}\n`).join('');
/** 2001-02-03 04:05:06 UTC. */
const RELEASED = 981_173_106;

/** A store of its own, a release `thing-1.0` with one file of forty lines, and what makes trees of it. */
interface Release {
  readonly store: Store;
  readonly directory: string;
  readonly patch: (name: string, ...hunks: readonly string[]) => Promise<SourcePatch>;
  readonly tree: (patches: readonly SourcePatch[]) => Promise<SourceTree>;
}

async function withRelease(test: (release: Release) => Promise<void>): Promise<void> {
  await inTemporaryDirectory(async (directory) => {
    const store = openStore({ BASEWRIGHT_STORE: join(directory, 'store') });
    await mkdir(join(directory, 'thing-1.0'));
    await writeFile(join(directory, 'thing-1.0/lines'), LINES);
    await utimes(join(directory, 'thing-1.0'), RELEASED, RELEASED);
    const tarball = join(directory, 'thing-1.0.tar.gz');
    await exec('tar', ['--create', '--gzip', '--file', tarball, '--directory', directory, 'thing-1.0']);
    const request = { root, name: 'thing', version: '1.0', tarball, sha256: await sha256File(tarball) };
    await test({
      store,
      directory,
      patch: async (name, ...hunks) => {
        const text = ['--- a/lines', '+++ b/lines', ...hunks, ''].join('\n');
        await writeFile(join(directory, name), text);
        return { path: join(directory, name), sha256: sha256(text) };
      },
      tree: (patches) => sourceTree(store, { ...request, patches }),
    });
  });
}

/** A hunk that changes one line, with what it expects around it. */
const hunk = (line: number, from: string, to: string): string =>
  `@@ -${line - 1},3 +${line - 1},3 @@\n line ${line - 1}\n-${from}\n+${to}\n line ${line + 1}`;

/** What a directory of the store has; nothing where it is not there. */
function namesIn(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}

it('is the release with its patches, made once', () =>
  withRelease(async ({ patch, tree, store }) => {
    const one = await patch('one.patch', hunk(2, 'line 2', 'second'));
    const two = await patch('two.patch', hunk(2, 'second', '2nd'), hunk(30, 'line 30', 'thirtieth'));
    const { path, digest, sourceDate } = await tree([one, two]);
    expect(await readFile(join(path, 'lines'), 'utf8')).toBe(
      LINES.replace('line 2\n', '2nd\n').replace('line 30\n', 'thirtieth\n'),
    );
    expect(sourceDate).toBe(RELEASED);
    expect(await readdir(path)).toEqual(['lines']);
    expect(await tree([one, two])).toEqual({ path, digest, sourceDate });
    expect((await tree([one])).digest).not.toBe(digest);
    expect(await readdir(store.temporary)).toEqual([]);
  }));

it.each<[string, (path: string) => Promise<unknown>]>([
  ['changed', (path) => writeFile(join(path, 'lines'), LINES.replace('line 7', 'LINE 7'))],
  ['added', (path) => writeFile(join(path, 'more'), '')],
  ['removed', (path) => unlink(join(path, 'lines'))],
])('is made anew when a file of it was %s', (_, damage) =>
  withRelease(async ({ tree }) => {
    const { path } = await tree([]);
    await damage(path);
    await tree([]);
    expect(await readdir(path)).toEqual(['lines']);
    expect(await readFile(join(path, 'lines'), 'utf8')).toBe(LINES);
  }),
);

it('names the patch and the hunk that do not apply, and keeps nothing', () =>
  withRelease(async ({ patch, tree, store }) => {
    const good = await patch('good.patch', hunk(2, 'line 2', 'second'));
    const bad = await patch('bad.patch', hunk(10, 'line 10', 'tenth'), hunk(30, 'another line', 'x'));
    await expect(tree([good, bad])).rejects.toMatchObject({
      code: 'PATCH_FAILED',
      message: [
        'cannot apply bad.patch to thing 1.0:',
        'patching file lines',
        'Hunk #2 FAILED at 29.',
        '1 out of 2 hunks FAILED -- saving rejects to file lines.rej',
      ].join('\n'),
      hint: expect.stringContaining('refresh the patch') as string,
    });
    expect(namesIn(store.sources)).toEqual([]);
  }));

it('takes a patch that the release has already for a mistake', () =>
  withRelease(async ({ patch, tree }) => {
    const one = await patch('one.patch', hunk(2, 'line 2', 'second'));
    const same = await patch('same.patch', hunk(2, 'line 2', 'second'));
    await expect(tree([one, same])).rejects.toThrow(/cannot apply same\.patch[^]*previously applied/);
  }));

it('refuses a tarball with two top directories, and what is none', () =>
  withRelease(async ({ directory, store }) => {
    await mkdir(join(directory, 'other'));
    const two = join(directory, 'two.tar');
    await exec('tar', ['--create', '--file', two, '--directory', directory, 'thing-1.0', 'other']);
    const request = { root, name: 'thing', version: '1.0', tarball: two, sha256: await sha256File(two), patches: [] };
    await expect(sourceTree(store, request)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: 'cannot use two.tar: it does not hold exactly one top directory',
    });
    await writeFile(two, 'no archive');
    await expect(sourceTree(store, { ...request, sha256: sha256('no archive') })).rejects.toMatchObject({
      code: 'TOOL_FAILED',
      message: expect.stringMatching(/^cannot unpack thing 1\.0: .*\n.*not look like a tar archive/) as string,
    });
    expect(namesIn(store.sources)).toEqual([]);
  }));
