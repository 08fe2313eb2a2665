import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { publishOutput, readStage } from '@basewright/contracts';
import { openStore, PLATFORM_IDS } from '@basewright/core';

import { withServer } from '../packages/lib/debian/test/archive-server';
import { createArchive, createKeys, type TinyPackage } from '../packages/lib/debian/test/tiny-archive';
import { tinyLayout } from '../packages/lib/oci/test/tiny-image';
import { expectGoldenDigests } from './golden-digests';
import { layPool, laySource, NO_SNAPSHOTS, withMovedMirror, workspaceOn } from './moved-mirror';

const scratch = mkdtempSync(join(tmpdir(), 'basewright-moved-'));
const rubbish = [scratch];
afterAll(() => {
  for (const path of rubbish) rmSync(path, { recursive: true, force: true });
});

function times(text: string, what: RegExp): number {
  return [...text.matchAll(new RegExp(what, 'g'))].length;
}

it('builds what is pinned from a mirror that has a pool and nothing else, and asks it for no index', async () => {
  const mirror = join(scratch, 'pool-only');
  await layPool(mirror, /^(toolchain\/[^/]+\/musl\/amd64|pack\/.*)$/);
  await laySource(mirror, 'busybox');
  await withMovedMirror(mirror, async ({ nx, workspace, requests }) => {
    workspace.buildFor('busybox-musl', 'linux/amd64');
    const { output } = await nx('run', 'busybox-musl:publish');
    expect(output).not.toMatch(/warning|not as locked|index/i);
    expect(requests.filter((path) => path.endsWith('.deb')).length).toBeGreaterThan(20);
    await expectGoldenDigests(workspace, { 'busybox-musl': ['linux/amd64'] });
  });
});

it('says once in a run of nine platforms that a pinned file is nowhere, and what was taken instead', async () => {
  const www = join(scratch, 'www');
  const keyring = join(scratch, 'key.asc');
  const archive = createArchive(join(www, 'debian'), await createKeys(keyring));
  const data = (version: string): TinyPackage => ({ name: 'data', version, architecture: 'all' });
  const publish = async (version: string): Promise<void> => {
    for (const suite of ['trixie', 'trixie-updates', 'forky']) await archive.publish(suite, [data(version)]);
  };
  await publish('1.0');
  await layPool(www, /^(identity|pack|qemu)\//);
  const store = mkdtempSync(join(dirname(openStore().root), 'own-moved-'));
  const base = await tinyLayout(scratch, PLATFORM_IDS);
  await withServer(www, NO_SNAPSHOTS, async ({ address }) => {
    const debian = { mirror: `${address}debian/`, securityMirror: false, keyring, snapshots: [] };
    const { nx, workspace } = workspaceOn(debian);
    rubbish.push(workspace.root, store);
    rmSync(join(workspace.root, 'images'), { recursive: true });
    const accept = [{ finding: 'missing-program', reason: 'the base has no shell, and nobody starts it' }];
    const image = {
      from: `oci:${scratch}/layout@${base}`,
      platforms: PLATFORM_IDS,
      packages: ['data'],
      essential: false,
      accept,
    };
    workspace.write('images/moved/image.json', JSON.stringify(image));
    const env = { BASEWRIGHT_STORE: store };
    await nx(env, 'g', '@basewright/nx:lock', '--keep');
    rmSync(join(store, 'v1'), { recursive: true });
    await publish('1.1');
    await archive.withdraw();

    const { output } = await nx(env, 'run', 'moved:publish');
    expect(times(output, /warning: not as locked/)).toBe(1);
    expect(output).toContain('data 1.0 -> 1.1');
    const { body } = await readStage(join(workspace.root, 'dist/images/moved/publish'), publishOutput, null);
    expect(body.manifests).toHaveLength(PLATFORM_IDS.length);
    expect(body.departures).toEqual(['data 1.0 -> 1.1']);
  });
});
