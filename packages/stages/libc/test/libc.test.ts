import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { fetchAndVerifyOutput, writeStage } from '@basewright/contracts';
import { openStore, PLATFORM_IDS, platformOf, sha256File } from '@basewright/core';
import { readElf } from '@basewright/elf';
import { materialiseRoot, runInSandbox } from '@basewright/sandbox';

import { buildLibc } from '../src/build-libc';
import { libcWorkspace, toolchainFor } from './libc-workspace';

const MINUTES = 60_000;
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
  workspace = await libcWorkspace();
}, 10 * MINUTES);
afterAll(() => rm(workspace, { recursive: true, force: true }));

/** Unpacks the sysroot, compiles the program in it and returns the program's path. */
async function compileWith(root: string, platform: string, tar: string): Promise<string> {
  const { gnu, name } = platformOf(platform);
  const sysroot = join(workspace, `sysroot--${name}`);
  const work = join(workspace, `work--${name}`);
  await Promise.all([mkdir(sysroot), mkdir(work)]);
  const unpack = ['--extract', '--no-same-owner', '--file', '/src/sysroot.tar', '--directory', '/out'];
  await runInSandbox({
    root,
    program: 'tar',
    args: unpack,
    binds: [
      { from: tar, to: '/src' },
      { from: sysroot, to: '/out', writable: true },
    ],
  });
  await writeFile(join(work, 'threads.c'), THREADS);
  await runInSandbox({
    root,
    program: `${gnu}-gcc`,
    cwd: '/build',
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
    'is a sysroot that programs are linked with, and they run',
    async () => {
      const { outputPath: toolchain, build } = await toolchainFor(workspace, platform);
      const common = { platform, libc: 'uclibc', fetchAndVerify: 'sources', toolchain } as const;
      const { name } = platformOf(platform);
      const one = await buildLibc(workspace, { ...common, outputPath: `one--${name}` });
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
          root,
          program: '/build/threads',
          args: [],
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
    fetchAndVerify: 'sources',
    toolchain: 'none',
  } as const;
  await expect(buildLibc(workspace, options)).rejects.toThrow(
    'cannot build musl from source: it comes as a Debian package',
  );
});

it(
  'says so when the sources of the libc were not fetched',
  async () => {
    const { outputPath: toolchain } = await toolchainFor(workspace, 'linux/amd64');
    await writeStage(join(workspace, 'empty'), fetchAndVerifyOutput, null, () =>
      Promise.resolve({ body: { tarballs: [], patches: [] }, inputs: {} }),
    );
    const options = {
      outputPath: 'x',
      platform: 'linux/amd64',
      libc: 'uclibc',
      fetchAndVerify: 'empty',
      toolchain,
    } as const;
    await expect(buildLibc(workspace, options)).rejects.toThrow('cannot find the sources of uclibc-ng');
  },
  10 * MINUTES,
);
