import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { openStore, PLATFORM_IDS, publishOutput, readStage } from '@basewright/core';
import { ended, pinnedFor, pinnedSource, purposesLike, repositoryPins, start, storeWithOwn } from '@basewright/testing';

import { tinyLayout } from '../packages/base/test/tiny-image';
import { type ArchiveServer, withServer } from '../packages/debian/test/archive-server';
import { createArchive, createKeys, type TinyPackage } from '../packages/debian/test/tiny-archive';
import { expectGoldenDigests } from './golden-digests';
import { type NxRun, Workspace } from './workspace';

const NO_SNAPSHOTS = { directory: '/nowhere', importedAt: '' };

const scratch = mkdtempSync(join(tmpdir(), 'basewright-moved-'));
const workspaces: Workspace[] = [];
afterAll(() => {
  for (const one of workspaces) one.remove();
  rmSync(scratch, { recursive: true, force: true });
});

/** A workspace whose packages come from a server of this process, which a command that blocks would keep from answering. */
function workspaceOn(debian: object) {
  const workspace = new Workspace();
  workspaces.push(workspace);
  workspace.edit('nx.json', (text) => {
    const { plugins, ...rest } = JSON.parse(text) as { plugins: ({ plugin: string; options?: object } | string)[] };
    const own = plugins.map((one) => {
      const { plugin, options } = typeof one === 'string' ? { plugin: one, options: {} } : one;
      return plugin === '@basewright/nx' ? { plugin, options: { ...options, debian } } : one;
    });
    return JSON.stringify({ ...rest, plugins: own });
  });
  return {
    workspace,
    nx: async (env: Readonly<Record<string, string>>, ...args: string[]): Promise<Pick<NxRun, 'output'>> => {
      const { command, options } = workspace.nxCommand(args, { env });
      const child = start(['env', '--chdir', options.cwd, ...command], options.env);
      const { output, status } = await ended(child);
      if (status !== 0) throw new Error(output);
      return { output };
    },
  };
}

/** Lays what is pinned for some purposes where a mirror has it. */
async function layPool(mirror: string, purposes: RegExp): Promise<void> {
  for (const purpose of await purposesLike(purposes)) {
    for (const { archive, path, sha256 } of await pinnedFor(purpose, { archives: true })) {
      lay(join(mirror, archive, path), join(openStore().downloads, sha256));
    }
  }
}

/** Lays the pinned files of a source package, of all its versions, where a mirror has them. */
async function laySource(mirror: string, name: string): Promise<void> {
  const { lock } = await repositoryPins();
  for (const [key, { archive, path }] of Object.entries(lock?.sources ?? {})) {
    const [version, file = ''] = key.split(' ');
    if (version?.startsWith(`${name}=`)) lay(join(mirror, archive, path), await pinnedSource(file));
  }
}

function lay(place: string, file: string): void {
  mkdirSync(dirname(place), { recursive: true });
  if (!existsSync(place)) symlinkSync(file, place);
}

function times(text: string, what: RegExp): number {
  return [...text.matchAll(new RegExp(what, 'g'))].length;
}

it('builds what is pinned from a mirror that has a pool and nothing else, and asks it for no index', async () => {
  const mirror = join(scratch, 'pool-only');
  await layPool(mirror, /^(toolchain\/[^/]+\/musl\/amd64|pack\/.*)$/);
  await laySource(mirror, 'busybox');
  // What is compiled is what it was; everything of Debian's is fetched anew.
  const store = storeWithOwn(['apt', 'downloads', 'packages', 'roots'], openStore());
  try {
    await withServer(mirror, NO_SNAPSHOTS, async ({ address, indexRequests, requests }: ArchiveServer) => {
      const debian = { mirror: `${address}debian/`, securityMirror: `${address}debian-security/`, snapshots: [] };
      const { nx, workspace } = workspaceOn(debian);
      workspace.buildFor('busybox-musl', 'linux/amd64');
      const { output } = await nx({ BASEWRIGHT_STORE: store }, 'run', 'busybox-musl:publish');
      expect(output).not.toMatch(/warning|not as locked|index/i);
      expect(requests.filter((path) => path.endsWith('.deb')).length).toBeGreaterThan(20);
      expect(indexRequests()).toEqual([]);
      await expectGoldenDigests(workspace, { 'busybox-musl': ['linux/amd64'] });
    });
  } finally {
    rmSync(store, { recursive: true, force: true });
  }
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
  try {
    await withServer(www, NO_SNAPSHOTS, async ({ address }) => {
      const debian = { mirror: `${address}debian/`, securityMirror: false, keyring, snapshots: [] };
      const { nx, workspace } = workspaceOn(debian);
      rmSync(join(workspace.root, 'images'), { recursive: true });
      const accept = [{ finding: 'missing-program', reason: 'the base has no shell, and nobody starts it' }];
      const image = { from: `oci:${scratch}/layout@${base}`, platforms: PLATFORM_IDS, packages: ['data'], accept };
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
  } finally {
    rmSync(store, { recursive: true, force: true });
  }
});
