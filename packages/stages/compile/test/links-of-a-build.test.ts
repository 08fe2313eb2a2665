import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { leaveSources } from '../../configure/test/real-stages';
import { CompileWorkspace } from './compile-workspace';

const SECRET = 'private\n';

let workspace: CompileWorkspace;
let home = '';
beforeAll(async () => {
  workspace = await CompileWorkspace.make();
  home = await mkdtemp(join(await realpath(tmpdir()), 'basewright-home-'));
});
beforeEach(() => writeFile(join(home, 'secret'), SECRET));
afterAll(async () => {
  await workspace.remove();
  await rm(home, { recursive: true, force: true });
});

/** Compiles sources whose Makefile runs a command whenever make reads it. */
async function buildWith(name: string, command: string): Promise<unknown> {
  const patch = join(workspace.root, `${name}.patch`);
  const hunk = ['@@ -1,3 +1,4 @@', ' VERSION = 1', `+EVIL := $(shell ${command})`, ' PATCHLEVEL = 38', ' SUBLEVEL = 0'];
  await writeFile(patch, ['--- a/Makefile', '+++ b/Makefile', ...hunk, ''].join('\n'));
  const sources = await leaveSources(workspace.root, name, [{ path: patch }]);
  return workspace.build({ key: name, fetchAndVerify: sources, clean: true });
}

/** What make leaves where we read and write is no way out of its tree. */
it.each([
  ['a mark of ours', 'links-a-mark', (secret: string) => `ln -sfn ${secret} /build/.basewright-made`],
  ['a program', 'links-a-program', (secret: string) => `ln -sfn ${secret} /build/busybox_unstripped`],
])('refuses a build that puts a link in the place of %s, and follows it neither way', async (_what, name, command) => {
  const secret = join(home, 'secret');
  await expect(buildWith(name, command(secret))).rejects.toMatchObject({
    code: expect.stringMatching(/BAD_INPUT|TOOL_FAILED/) as string,
  });
  expect(await readFile(secret, 'utf8')).toBe(SECRET);
});
