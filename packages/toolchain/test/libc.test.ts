import { copyFile, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  exists,
  fetchOutput,
  openStore,
  PLATFORM_IDS,
  platformOf,
  readElf,
  recordArtefact,
  type RootManifest,
  sha256File,
  withLock,
  writeStage,
} from '@basewright/core';
import { openApt, unpackPackages } from '@basewright/debian';
import { materialiseRoot, runInSandbox } from '@basewright/hermetic';
import { descendantsOf, ended, runCommand, start, storeWithOwn, until } from '@basewright/testing';

import { resolveToolchain } from '../src/index';
import { buildLibc, type LibcOptions } from '../src/libc/build-libc';

const MINUTES = 60_000;
const LOCK = join(__dirname, '../../../basewright.lock.json');
/** Other platforms take a minute each: name them to build them too. */
const ALSO = (process.env['BASEWRIGHT_TEST_PLATFORMS'] ?? '').split(',').filter((id) => id !== '');

const THREADS = `
#include <crypt.h>
#include <limits.h>
#include <linux/version.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>
static void cleanup(void *name) { puts(name); }
static void *leave(void *name) {
  pthread_cleanup_push(cleanup, name);
  pthread_exit(0);
  pthread_cleanup_pop(0);
  return 0;
}
int main(int argc, char **argv) {
  pthread_t thread;
  pthread_create(&thread, 0, leave, "unwound");
  pthread_join(thread, 0);
  printf("%.3f %zu %.3s %m\\n", sin(argc), sizeof(long) * CHAR_BIT, crypt("x", "$6$salt"));
  return 0;
}
`;

let workspace = '';

beforeAll(async () => {
  workspace = await mkdtemp(join(await realpath(tmpdir()), 'basewright-libc-'));
  const tarball = await uclibcTarball();
  await writeStage(join(workspace, 'sources'), fetchOutput, null, async (directory) => {
    await copyFile(tarball, join(directory, 'uclibc-ng.tar.xz'));
    const file = await recordArtefact(directory, 'uclibc-ng.tar.xz');
    const sources = { name: 'uclibc-ng', version: '1.0.54', file, signedBy: null };
    return { body: { tarballs: [sources], patches: [] }, inputs: {} };
  });
}, 10 * MINUTES);

afterAll(() => rm(workspace, { recursive: true, force: true }));

/** uClibc-ng 1.0.54 as Debian packs it. */
async function uclibcTarball(): Promise<string> {
  const settings = { suite: 'forky' };
  const found = await (await openApt(openStore(), settings, [])).packageFor('uclibc-source');
  const directory = (await unpackPackages(openStore(), settings, [found])).get(found.sha256) ?? '';
  return join(directory, 'usr/src/uClibc-ng-1.0.54.tar.xz');
}

async function toolchainFor(platform: string): Promise<{ outputPath: string; build: RootManifest }> {
  const outputPath = `toolchain--${platformOf(platform).name}`;
  await copyFile(LOCK, join(workspace, 'lock.json')).catch(() => undefined);
  const { build } = await resolveToolchain(workspace, { outputPath, platform, libc: 'uclibc', lockFile: 'lock.json' });
  return { outputPath, build };
}

/** Builds a libc in a process of its own and ends that, as `kill -9` does, once a compiler runs. */
async function killedInTheMiddle(options: LibcOptions): Promise<void> {
  const child = start(runCommand(join(__dirname, 'run-libc.ts'), workspace, JSON.stringify(options)));
  const end = ended(child);
  await until('a compiler runs', async () =>
    (await descendantsOf(child.pid ?? 0)).some(({ command }) => command.startsWith('cc1')),
  );
  child.kill('SIGKILL');
  expect((await end).status).toBe('SIGKILL');
}

/** Holds so many of the machine's job slots meanwhile. */
async function withoutSlots<T>(slots: number, build: () => Promise<T>): Promise<T> {
  if (slots === 0) return build();
  const path = join(openStore().locks, `job-${slots - 1}`);
  return withLock({ path }, () => withoutSlots(slots - 1, build));
}

/** With a store that has no libc yet. */
async function withOwnLibcs<T>(build: () => Promise<T>): Promise<T> {
  const before = process.env['BASEWRIGHT_STORE'];
  const store = storeWithOwn('libcs', openStore());
  process.env['BASEWRIGHT_STORE'] = store;
  try {
    return await build();
  } finally {
    if (before === undefined) delete process.env['BASEWRIGHT_STORE'];
    else process.env['BASEWRIGHT_STORE'] = before;
    await rm(store, { recursive: true, force: true });
  }
}

/** Unpacks the sysroot, compiles the program in it and returns the program's path. */
async function compileWith(root: string, platform: string, tar: string): Promise<string> {
  const { gnu, name } = platformOf(platform);
  const sysroot = join(workspace, `sysroot--${name}`);
  const work = join(workspace, `work--${name}`);
  await Promise.all([mkdir(sysroot), mkdir(work)]);
  const unpack = ['--extract', '--no-same-owner', '--file', '/src/sysroot.tar', '--directory', '/out'];
  await runInSandbox({
    ...{ root, program: 'tar', args: unpack },
    binds: [
      { from: tar, to: '/src' },
      { from: sysroot, to: '/out', writable: true },
    ],
  });
  await writeFile(join(work, 'threads.c'), THREADS);
  await runInSandbox({
    ...{ root, program: `${gnu}-gcc`, cwd: '/build' },
    args: ['-specs=/sysroot/uclibc-gcc.specs', '-Wall', '-Werror', 'threads.c', '-o', 'threads', '-lm', '-lcrypt'],
    binds: [
      { from: sysroot, to: '/sysroot' },
      { from: work, to: '/build', writable: true },
    ],
  });
  return join(work, 'threads');
}

describe.each(['linux/amd64', ...ALSO])('the libc for %s', (platform) => {
  it(
    'is the same bytes with another number of jobs, also after a kill -9, and programs linked with it run',
    async () => {
      const { outputPath: toolchain, build } = await toolchainFor(platform);
      const common = { platform, libc: 'uclibc', sources: 'sources', toolchain } as const;
      const { name } = platformOf(platform);
      // The store's, made with all jobs there are, unless it is to be made now.
      const one = await buildLibc(workspace, { ...common, outputPath: `one--${name}` });
      if (platform === 'linux/amd64') {
        const anew = { ...common, outputPath: `two--${name}` };
        await withOwnLibcs(async () => {
          await killedInTheMiddle(anew);
          expect((await readdir(openStore().libcs)).filter((kept) => !kept.endsWith('.tmp'))).toEqual([]);
          expect(await exists(join(workspace, anew.outputPath))).toBe(false);
          expect(await withoutSlots(availableParallelism(), () => buildLibc(workspace, anew))).toEqual(one);
        });
      }
      expect(one).toMatchObject({ libc: 'uclibc', version: '1.0.54', sysroot: { path: 'sysroot.tar', mode: 0o644 } });
      expect(await sha256File(join(workspace, `one--${name}`, 'sysroot.tar'))).toBe(one.sysroot.sha256);

      const root = await materialiseRoot(openStore(), {}, build);
      const program = await compileWith(root, platform, join(workspace, `one--${name}`));
      const facts = readElf(await readFile(program));
      expect(facts).toMatchObject({ static: true, pie: false, interpreter: null, executableStack: false });
      expect(facts.machine).toBe(platformOf(platform).elf.machine);
      const library = await readFile(join(workspace, `sysroot--${name}`, 'usr/lib/libc.a'), 'latin1');
      expect(library).not.toMatch(/\/build\/|\/src\/|\.debug_info/);
      if (platform === 'linux/amd64') {
        const { stdout } = await runInSandbox({
          ...{ root, program: '/build/threads', args: [] },
          binds: [{ from: join(program, '..'), to: '/build' }],
        });
        expect(stdout).toMatch(/^unwound\n0\.841 64 \$6\$ \w/);
      }
    },
    20 * MINUTES,
  );
});

it('names each platform only where there is one', () => {
  expect(ALSO.filter((id) => !PLATFORM_IDS.some((known) => known === id))).toEqual([]);
});

it('refuses a libc that has a package', async () => {
  const options = {
    outputPath: 'musl',
    platform: 'linux/amd64',
    libc: 'musl',
    sources: 'sources',
    toolchain: 'none',
  } as const;
  await expect(buildLibc(workspace, options)).rejects.toThrow(
    'cannot build musl from source: it comes as a Debian package',
  );
});

it(
  'says so when the sources of the libc were not fetched',
  async () => {
    const { outputPath: toolchain } = await toolchainFor('linux/amd64');
    await writeStage(join(workspace, 'empty'), fetchOutput, null, () =>
      Promise.resolve({ body: { tarballs: [], patches: [] }, inputs: {} }),
    );
    const options = { outputPath: 'x', platform: 'linux/amd64', libc: 'uclibc', sources: 'empty', toolchain } as const;
    await expect(buildLibc(workspace, options)).rejects.toThrow('cannot find the sources of uclibc-ng');
  },
  10 * MINUTES,
);
