import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openStore, platformOf } from '@basewright/core';
import { storeWithOwn } from '@basewright/testing';

import { cacheEnvironment, startCacheServer, TOKENS } from '../cache-server';
import { freePort } from '../free-port';
import { tinyImage } from '../tiny-image';
import { readWorkflow } from '../workflow';
import { REPOSITORY } from '../repository';
import { Workspace } from '../workspace';

const workflow = readWorkflow();
const LIBCS = ['glibc', 'musl', 'uclibc'] as const;

it('the workflow has a job for every platform of every image, and no other', () => {
  const platformsOf = (libc: string): string[] =>
    (JSON.parse(readFileSync(join(REPOSITORY, `images/busybox-${libc}/image.json`), 'utf8')) as { platforms: string[] })
      .platforms;
  const wanted = LIBCS.flatMap((libc) => platformsOf(libc).map((id) => ({ libc, platform: platformOf(id).name })));
  expect(workflow.jobs).toEqual(wanted);
});

describe('three machines that build, and one that publishes', () => {
  const PLATFORMS = { glibc: ['linux/amd64'], musl: ['linux/amd64', 'linux/arm64'], uclibc: ['linux/amd64'] } as const;
  /** What each of the three builds: nothing twice, and one image on two of them. */
  const WORK = [['glibc amd64', 'uclibc amd64'], ['musl amd64'], ['musl arm64']].map((jobs) =>
    jobs.map((job) => job.split(' ') as [libc: string, platform: string]),
  );

  const scratch = mkdtempSync(join(tmpdir(), 'basewright-machines-'));
  const rubbish: string[] = [scratch];
  let cache = '';
  let stop: () => Promise<void>;

  beforeAll(async () => {
    const port = await freePort();
    cache = `127.0.0.1:${port}`;
    stop = await startCacheServer(join(scratch, 'server'), { port });
  });
  afterAll(async () => {
    await stop();
    for (const path of rubbish) rmSync(path, { recursive: true, force: true });
  });

  /** A checkout of its own, in which the workflow's images are small. */
  const checkout = (): Workspace => {
    const workspace = new Workspace();
    rubbish.push(workspace.root);
    for (const libc of LIBCS) {
      workspace.buildFor(`busybox-${libc}`, ...PLATFORMS[libc]);
      workspace.write(`images/busybox-${libc}/image.json`, tinyImage({ libc, platforms: PLATFORMS[libc] }));
    }
    return workspace;
  };

  it('the one that publishes takes every stage from the cache, and downloads no compiler', () => {
    for (const jobs of WORK) {
      const [workspace, store] = [checkout(), storeWithOwn('objects', openStore())];
      rubbish.push(store);
      const env = { ...cacheEnvironment(cache, TOKENS.write), BASEWRIGHT_STORE: store };
      for (const [libc, platform] of jobs) {
        const run = workspace.nx(workflow.build(libc, platform), { env });
        if (run.exitCode !== 0) throw new Error(run.output);
        expect(run.ran).toContain(`busybox-${libc}:compile--${platform}`);
      }
    }
    const [joiner, store] = [checkout(), join(scratch, 'store')];
    const env = { ...cacheEnvironment(cache, TOKENS.read), BASEWRIGHT_STORE: store };
    const run = joiner.nx(workflow.publish, { env });
    if (run.exitCode !== 0) throw new Error(run.output);
    expect(run.ran).toEqual(LIBCS.map((libc) => `busybox-${libc}:layout`));
    expect(run.output.match(/\[remote cache\]/g)).toHaveLength(run.cached.length);
    for (const libc of LIBCS) {
      expect(existsSync(join(joiner.root, `dist/images/busybox-${libc}/publish/oci/index.json`))).toBe(true);
    }
    for (const made of ['packages', 'roots', 'objects']) {
      expect([made, existsSync(join(store, 'v1', made)) ? readdirSync(join(store, 'v1', made)) : []]).toEqual([
        made,
        [],
      ]);
    }
  });
});
