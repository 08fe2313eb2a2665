import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { sha256 } from '@basewright/core';

import { cacheEnvironment, type CacheNetwork, makeCacheNetwork, TOKENS } from '../cache-server';
import { tinyImage } from '../tiny-image';
import { type NxRun, Workspace } from '../workspace';

const IMAGE = 'images/tiny/image.json';
const PUBLISH = ['run', 'tiny:publish'];
const layout = ({ root }: Workspace): string =>
  sha256(readFileSync(join(root, 'dist/images/tiny/publish/oci/index.json')));

const workspaces = Array.from({ length: 2 }, () => new Workspace());
const [first, second] = workspaces as [Workspace, Workspace];
let cache: CacheNetwork;

beforeAll(async () => {
  for (const workspace of workspaces) workspace.write(IMAGE, tinyImage());
  cache = await makeCacheNetwork();
});
afterAll(async () => {
  await cache.remove();
  for (const workspace of workspaces) workspace.remove();
});

it('lets a second machine build nothing and download no compiler', async () => {
  const [filler, reader] = [await cache.network.add(), await cache.network.add()];
  // This network has no mirror: what the first machine builds from has to lie in the store.
  const warm = first.nx([...PUBLISH, '--skipNxCache']);
  expect(warm.exitCode).toBe(0);
  const write = { through: filler.through, env: cacheEnvironment(cache.address, TOKENS.write) };
  const filled = first.nx(PUBLISH, write);
  if (filled.exitCode !== 0) throw new Error(filled.output);

  const store = join(cache.scratch, 'store');
  const env = { ...cacheEnvironment(cache.address, TOKENS.read), BASEWRIGHT_STORE: store };
  const read = second.nx(PUBLISH, { through: reader.through, env });
  expect([read.exitCode, read.ran]).toEqual([0, []]);
  expect(read.output.match(/\[remote cache\]/g)).toHaveLength(read.cached.length);
  expect(read.cached).toHaveLength(7);
  expect(layout(second)).toBe(layout(first));
  expect(existsSync(store) ? readdirSync(store, { recursive: true }) : []).toEqual([]);
});

it('goes on building when the server is down, and says so', async () => {
  const machine = await cache.network.add();
  const env = cacheEnvironment(cache.address, TOKENS.write);
  const build = (busybox: Record<string, unknown>): NxRun => {
    first.write(IMAGE, tinyImage({ busybox }));
    return first.nx(PUBLISH, { through: machine.through, env });
  };
  await cache.stop();
  const run = build({ unset: ['CAT'] });
  expect(run.output).toMatch(/warning: the remote cache at 10\.77\.0\.1:8080 is left out: .*ECONNREFUSED/);
  expect([run.exitCode, run.ran.includes('tiny:layout')]).toEqual([0, true]);
});
