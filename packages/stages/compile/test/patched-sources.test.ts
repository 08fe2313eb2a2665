import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { fetchAndVerifyOutput, readStage, toolchainOutput } from '@basewright/contracts';
import { openStore } from '@basewright/core';
import { materialiseRoot, type SourceTree } from '@basewright/sandbox';

import { leaveSources, leaveToolchain, type TestPatch } from '../../configure/test/real-stages';
import { patchedSources } from '../src/patched-sources';

const PLATFORM = 'linux/amd64';

let workspace = '';
beforeAll(async () => {
  workspace = await mkdtemp(join(await realpath(tmpdir()), 'basewright-patches-'));
});
afterAll(() => rm(workspace, { recursive: true, force: true }));

/** A patch that changes the first line of echo.c. */
async function patchEcho(name: string, from: string, to: string): Promise<TestPatch> {
  const path = join(workspace, name);
  const hunk = ['@@ -1,3 +1,3 @@', `-${from}`, `+${to}`, ' /*', '  * echo implementation for busybox'];
  await writeFile(path, ['--- a/coreutils/echo.c', '+++ b/coreutils/echo.c', ...hunk, ''].join('\n'));
  return { path };
}

async function apply(name: string, patches: TestPatch[]): Promise<SourceTree> {
  const sources = await leaveSources(workspace, name, patches);
  const toolchain = join(workspace, await leaveToolchain(workspace, 'glibc', PLATFORM));
  const { body } = await readStage(toolchain, toolchainOutput, PLATFORM);
  const root = await materialiseRoot(openStore(), {}, body.pack);
  const fetched = await readStage(join(workspace, sources), fetchAndVerifyOutput, null);
  return patchedSources(openStore(), root, fetched, { libc: 'glibc', platform: PLATFORM });
}

it('applies patches in the order of fetch-and-verify, and names the one that does not apply', async () => {
  const first = await patchEcho('first.patch', '/* vi: set sw=4 ts=4: */', '/* one */');
  const second = await patchEcho('second.patch', '/* one */', '/* two */');
  const both = await apply('ordered', [first, second]);
  expect(await readFile(join(both.path, 'coreutils/echo.c'), 'utf8')).toMatch(/^\/\* two \*\/\n/);
  expect((await apply('one', [first])).digest).not.toBe(both.digest);
  await expect(apply('disordered', [second, first])).rejects.toMatchObject({
    code: 'PATCH_FAILED',
    message: expect.stringMatching(/^cannot apply second\.patch to busybox 1\.38\.0:\n[^]*Hunk #1 FAILED/) as string,
  });
});
