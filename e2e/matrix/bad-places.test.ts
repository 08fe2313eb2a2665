import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openStore } from '@basewright/core';
import { storeWithOwn } from '@basewright/testing';

import { tinyImage } from '../tiny-image';
import { type NxRun, type RunOptions, Workspace } from '../workspace';

const scratch = mkdtempSync(join(tmpdir(), 'basewright-places-'));
const odd = join(scratch, 'a path with späces & 汉字');
mkdirSync(odd);
const workspace = new Workspace(odd);
const rubbish = [scratch];
afterAll(() => {
  for (const path of rubbish) rmSync(path, { recursive: true, force: true });
});

const ANEW = { NX_SKIP_NX_CACHE: 'true' };
const publish = (options: RunOptions = {}): NxRun => workspace.nx(['run', 'tiny:publish'], options);

/** What a run says that fails: a message for people, without a stack. */
function failure(args: readonly string[], options: RunOptions): string {
  const { exitCode, output } = workspace.nx(args, options);
  // Nx ends with 130 instead of 1 when tasks that depend on the failed one were left out.
  expect([1, 130]).toContain(exitCode);
  expect(output).not.toMatch(/^\s+at .*:\d+:\d+\)?$|a bug in Basewright/m);
  return output;
}

it('builds where the path has spaces and letters that are not ASCII', () => {
  workspace.write('images/tiny/image.json', tinyImage());
  const { exitCode, output } = publish();
  if (exitCode !== 0) throw new Error(output);
  expect(existsSync(join(workspace.root, 'dist/images/tiny/publish/oci/index.json'))).toBe(true);
});

it('leaves a store of another version alone', () => {
  const store = storeWithOwn('logs', openStore());
  rubbish.push(store);
  mkdirSync(join(store, 'v0/packages'), { recursive: true });
  writeFileSync(join(store, 'v0/packages/old'), 'old');
  const { exitCode } = publish({ env: { ...ANEW, BASEWRIGHT_STORE: store } });
  expect(exitCode).toBe(0);
  expect(readdirSync(store).sort()).toEqual(['v0', 'v1']);
  expect(readdirSync(join(store, 'v0/packages'))).toEqual(['old']);
});

it('says that the store cannot be written to', () => {
  const store = join(scratch, 'read-only');
  mkdirSync(store);
  const mounted = 'mount -t tmpfs -o ro none "$0" && exec "$@"';
  const through = ['unshare', '--map-root-user', '--mount', 'sh', '-ec', mounted, store];
  const said = failure(['run', 'tiny:publish'], { env: { ...ANEW, BASEWRIGHT_STORE: store }, through });
  expect(said).toMatch(/cannot write to the store .*read-only.*\n.*BASEWRIGHT_STORE/i);
});

describe('without a network', () => {
  const through = ['unshare', '--map-root-user', '--net'];

  it('builds all the same from a store that is filled', () => {
    const { exitCode, output } = publish({ env: ANEW, through });
    if (exitCode !== 0) throw new Error(output);
  });

  const empty = { env: { ...ANEW, BASEWRIGHT_STORE: join(scratch, 'empty') }, through };
  const whatItSays = (said: string, task: string): string =>
    said.split(/^(?=> nx run )/m).find((part) => part.startsWith(`> nx run ${task}`)) ?? said;

  it('says in each step that has to fetch something what that is, and how to go on', () => {
    const elsewhere = `example.invalid/base@sha256:${'0'.repeat(64)}`;
    workspace.write('images/on-base/image.json', JSON.stringify({ from: elsewhere, platforms: ['linux/amd64'] }));
    const targets = '--targets=fetch-and-verify,toolchain--amd64,base--amd64';
    const said = failure(['run-many', targets, '--projects=tiny,on-base', '--nxBail=false'], empty);
    for (const [task, says] of [
      ['tiny:fetch-and-verify', /cannot fetch busybox 1\.38\.0/],
      ['tiny:toolchain--amd64', /cannot read the package indexes/],
      ['on-base:base--amd64', /cannot .*example\.invalid/],
    ] as const) {
      expect(whatItSays(said, task)).toMatch(says);
      expect(whatItSays(said, task)).toMatch(/^hint: /m);
    }
  });

  it.each(['configure', 'test'])('says so in %s, where what was before it came from a cache', (stage) => {
    // What is before it lies in dist/, from when there was a network.
    const said = failure(['run', `tiny:${stage}--amd64`, '--excludeTaskDependencies'], empty);
    expect(said).toMatch(/^error\[[A-Z_]+\]: cannot (download|read the package indexes)/m);
    expect(said).toMatch(/^hint: /m);
  });

  it('says so in doctor', () => {
    const said = failure(['g', '@basewright/nx:doctor'], { through });
    expect(said).toMatch(/^broken +packages\n +cannot read the package indexes/m);
  });
});

it('refuses two images of one name', () => {
  workspace.write('other/image.json', tinyImage({ name: 'tiny' }));
  const { exitCode, output } = publish();
  expect(exitCode).not.toBe(0);
  expect(output).toMatch(/image\.json is called tiny too; give one of them another "name"/);
});
