import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sha256 } from '@basewright/core';
import { validateLayout } from '@basewright/oci';
import { withProxy, withRegistry } from '@basewright/testing';

import { clientIn } from './client';
import { tinyImage } from './tiny-image';
import { unpackedAsListed } from './unpacked';
import { type NxRun, type RunOptions, Workspace } from './workspace';

const IMAGE = 'images/tiny/image.json';
const TAGS = ['1-musl', '1.38-musl', '1.38.0-musl', 'musl'];

/** Owners and modes that neither root nor a umask would give. */
const rootfs = {
  users: [{ name: 'app', uid: 1000, home: '/home/app' }],
  directories: [{ path: '/srv/data', mode: '2750', owner: 'app' }],
  files: [{ source: './motd', path: '/etc/motd', mode: '0640', owner: '12:34' }],
  links: { '/etc/news': 'motd' },
};
const image = (more: Readonly<Record<string, unknown>> = {}): string =>
  tinyImage({ platforms: ['linux/amd64', 'linux/arm64'], rootfs, ...more });

const workspace = new Workspace();
const scratch = mkdtempSync(join(tmpdir(), 'basewright-registry-'));
afterAll(() => {
  workspace.remove();
  rmSync(scratch, { recursive: true, force: true });
});

/** A registry for one test; all share what they keep. */
const inRegistry = (test: (host: string) => Promise<void> | void, password = false): Promise<void> =>
  withRegistry(join(scratch, 'registry'), { password }, async (host) => {
    await test(host);
  });

function publish(args: readonly string[] = [], options?: RunOptions, project = 'tiny'): NxRun {
  const run = workspace.nx(['run', `${project}:publish`, ...args], options);
  if (run.exitCode !== 0) throw new Error(run.output);
  return run;
}

const client = clientIn(process.cwd());

/** The digest of what a name in a registry stands for; without an image behind it, an error. */
function digestOf(name: string): string {
  return `sha256:${sha256(client('skopeo', 'inspect', '--raw', '--tls-verify=false', `docker://${name}`))}`;
}

/** Copies all of an image out of a registry, and finds it whole. */
async function expectWhole(name: string): Promise<void> {
  const copy = mkdtempSync(join(scratch, 'copy-'));
  client('skopeo', 'copy', '--all', '--src-tls-verify=false', `docker://${name}`, `oci:${copy}:copy`);
  expect(await validateLayout(copy)).toEqual([]);
}

/** The digest of what publish left in dist/. */
function built(project = 'tiny'): string {
  const index = JSON.parse(workspace.read(`dist/images/${project}/publish/oci/index.json`)) as {
    manifests: { digest: string }[];
  };
  return index.manifests[0]?.digest ?? '';
}

const sent = (run: NxRun): string | undefined => /sent: (.*), of/.exec(run.output)?.[1];

beforeAll(() => {
  workspace.write('images/tiny/motd', 'hello\n');
  workspace.write(IMAGE, image());
  publish();
});

it('pushes each time it is told to on the command line, and what is there already not again', async () => {
  await inRegistry((host) => {
    const first = publish([`--registry=${host}/base`]);
    // What the command line says is for the layout, too.
    expect(first.ran).toEqual(['tiny:layout']);
    expect(sent(first)).toMatch(/^4 blobs, \d{6} bytes$/);
    const second = publish([`--registry=${host}/base`]);
    expect(second.ran).toEqual([]);
    expect(second.output).toContain(`pushed ${host}/base@${built()}`);
    expect(sent(second)).toBe('0 blobs, 0 bytes');
    for (const tag of TAGS) expect(digestOf(`${host}/base:${tag}`)).toBe(built());

    const without = publish();
    expect(without.ran).toEqual([]);
    expect(without.output).toContain(`tiny: ${built()}\n`);
    expect(without.output).not.toContain('pushed');
  });
});

it('pushes one platform by its digest, without a tag', async () => {
  await inRegistry((host) => {
    const run = workspace.nx(['run', 'tiny:publish--arm64', `--registry=${host}/single`]);
    expect(run.exitCode).toBe(0);
    const [, digest = ''] = /pushed \S+@(\S+)\n {2}tags: none/.exec(run.output) ?? [];
    expect(digestOf(`${host}/single@${digest}`)).toBe(digest);
  });
});

describe('pushes where it is told to, each time, by', () => {
  const NX = 'nx.json';
  let nxJson = '';
  // An edit of nx.json invalidates everything, and an image on a layout has little to build.
  let from = '';
  const told = (more = {}): void => {
    workspace.write('images/told/image.json', JSON.stringify({ from, platforms: ['linux/amd64'], ...more }));
  };
  beforeAll(() => {
    nxJson = workspace.read(NX);
    client('cp', '-r', join(workspace.root, 'dist/images/tiny/publish/oci'), join(scratch, 'layout'));
    from = `oci:${join(scratch, 'layout')}@${built()}`;
  });
  beforeEach(() => {
    told();
  });
  afterEach(() => {
    workspace.write(NX, nxJson);
  });
  const nxWith = (change: object): void => {
    workspace.write(NX, JSON.stringify({ ...(JSON.parse(nxJson) as object), ...change }));
  };
  const plugin = (options: object): void => {
    nxWith({ plugins: [{ plugin: '@basewright/nx', options }] });
  };

  it.each<[string, (host: string) => RunOptions | undefined]>([
    ['environment', (host) => ({ env: { BASEWRIGHT_REGISTRY: `${host}/environment` } })],
    [
      'file',
      (host) => {
        told({ registry: `${host}/file` });
        return undefined;
      },
    ],
    [
      'plugin/told',
      (host) => {
        plugin({ registry: `${host}/plugin/{name}` });
        return undefined;
      },
    ],
    [
      'defaults',
      (host) => {
        nxWith({ targetDefaults: { publish: { options: { registry: `${host}/defaults` } } } });
        return undefined;
      },
    ],
  ])('%s', async (repository, setUp) => {
    await inRegistry((host) => {
      const options = setUp(host);
      for (const round of [1, 2]) {
        const run = publish([], options, 'told');
        expect(run.output).toContain(`pushed ${host}/${repository}@${built('told')}`);
        if (round === 2) expect(run.ran).toEqual([]);
      }
      expect(digestOf(`${host}/${repository}:latest`)).toBe(built('told'));
      expect(publish(['--registry='], options, 'told').output).not.toContain('pushed');
    });
  });
});

it('leaves an image that buildah pulls by its tag and runs, and umoci unpacks as it was listed', async () => {
  await inRegistry((host) => {
    publish([`--registry=${host}/base`]);
    const roots = ['--root', join(scratch, 'storage'), '--runroot', join(scratch, 'run'), '--storage-driver', 'vfs'];
    const container = client('buildah', ...roots, 'from', '--tls-verify=false', `${host}/base:musl`).trim();
    const said = client('buildah', ...roots, 'run', '--isolation', 'chroot', container, 'cat', '/etc/motd');
    expect(said).toBe('hello\n');

    const layout = join(scratch, 'umoci');
    client('skopeo', 'copy', '--src-tls-verify=false', `docker://${host}/base:musl`, `oci:${layout}:musl`);
    client('umoci', 'unpack', '--image', `${layout}:musl`, join(scratch, 'bundle'));
    const listing = workspace.read('dist/images/tiny/rootfs-assemble--amd64/listing.txt');
    expect(listing).toMatch(/^drwxr-s--- +1000:1000 +0 \/srv\/data$/m);
    expect(unpackedAsListed(join(scratch, 'bundle/rootfs'), listing)).toBe(listing);
  });
});

it('leaves the old image, whole, when it is killed in the middle of a blob; the new one when it is repeated', async () => {
  await inRegistry(async (host) => {
    publish([`--registry=${host}/base`]);
    const old = built();
    workspace.write('images/tiny/motd', 'hello again\n');
    publish();
    expect(built()).not.toBe(old);
    await withProxy(host, async (proxy) => {
      proxy.troubles.push('stall');
      const { command, options } = workspace.nxCommand(['run', 'tiny:publish', `--registry=${proxy.host}/base`]);
      const child = spawn(command[0] ?? '', command.slice(1), { ...options, detached: true, stdio: 'ignore' });
      const ended = new Promise((resolve) =>
        child.once('exit', (_code, signal) => {
          resolve(signal);
        }),
      );
      await new Promise<void>((resolve) => {
        proxy.onBlob = resolve;
      });
      process.kill(-(child.pid ?? 0), 'SIGKILL');
      expect(await ended).toBe('SIGKILL');
    });
    for (const tag of TAGS) expect(digestOf(`${host}/base:${tag}`)).toBe(old);
    await expectWhole(`${host}/base:musl`);

    publish([`--registry=${host}/base`]);
    for (const tag of TAGS) expect(digestOf(`${host}/base:${tag}`)).toBe(built());
    await expectWhole(`${host}/base:musl`);
  });
});

it('says in one error what is wrong, without a stack', async () => {
  await inRegistry((host) => {
    const { exitCode, output } = workspace.nx(['run', 'tiny:publish', `--registry=${host}/base`]);
    expect(exitCode).toBe(1);
    expect(output).toContain(
      `error[DENIED]: cannot push tiny to ${host}/base: the registry wants a user and a password`,
    );
    expect(output).toContain(`hint: skopeo login ${host}`);
    expect(output).not.toMatch(/^ +at |pushed/m);
  }, true);
  const { exitCode, output } = workspace.nx(['run', 'tiny:publish', '--registry=tester:sesame@localhost:5000/base']);
  // Nx ends with 130 instead of 1 when tasks that depend on the failed one were left out.
  expect([1, 130]).toContain(exitCode);
  expect(output).toMatch(
    /error\[BAD_INPUT\]: cannot publish tiny: a mistake in its options\n {2}registry: names no user/,
  );
  // What did not pass never gets to a shell.
  const evil = workspace.nx(['run', 'tiny:publish', '--registry=$(touch evil)']);
  expect([1, 130]).toContain(evil.exitCode);
  expect(existsSync(join(workspace.root, 'evil'))).toBe(false);
});
