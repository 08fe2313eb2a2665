import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { publishOutput, readStage } from '@basewright/contracts';
import { validateLayout } from '@basewright/oci';
import { withRegistry } from '@basewright/testing';

import { clientIn } from './client';
import { tinyImage } from './tiny-image';
import { unpackedAsListed } from './unpacked';
import { type NxRun, Workspace } from './workspace';

const PLATFORMS = ['linux/amd64', 'linux/arm64'];
const ARCHITECTURES = ['amd64', 'arm64'];

const APP = {
  from: 'tiny',
  platforms: PLATFORMS,
  rootfs: {
    users: [{ name: 'app', uid: 1000, home: '/srv/app' }],
    files: [
      { source: './motd', path: '/etc/motd', mode: '0640', owner: 'app:12' },
      { source: './www', path: '/srv/app/www', owner: 'app' },
    ],
    links: { '/etc/news': 'motd' },
    directories: [{ path: '/srv/data', mode: '2750', owner: 'app' }],
  },
  image: {
    cmd: ['cat', '/etc/motd'],
    user: 'app',
    workingDir: '/srv/app',
    stopSignal: 'SIGQUIT',
    env: { NEWS: '/etc/news' },
    labels: { vendor: 'us' },
    exposedPorts: ['80'],
    volumes: ['/srv/data'],
  },
};

const workspace = new Workspace();
const scratch = mkdtempSync(join(tmpdir(), 'basewright-derived-'));
afterAll(() => {
  workspace.remove();
  rmSync(scratch, { recursive: true, force: true });
});

const images = (name: string): string => `images/${name}/image.json`;
const dist = (project: string, target: string): string => join(workspace.root, 'dist/images', project, target);
const of = (project: string, ...targets: string[]): string[] => targets.map((target) => `${project}:${target}`);

function nx(...args: string[]): NxRun {
  const run = workspace.nx(args);
  if (run.exitCode !== 0) throw new Error(run.output);
  return run;
}

const client = clientIn(scratch);

/** The layers of each platform of a publish, as its stage.json has them. */
async function layersOf(project: string, target = 'publish'): Promise<string[][]> {
  const { body } = await readStage(dist(project, target), publishOutput, null);
  return body.manifests.map(({ layers }) => layers.map(({ digest }) => digest));
}

beforeAll(() => {
  workspace.write(images('tiny'), tinyImage({ platforms: PLATFORMS, image: { env: { BASE: 'tiny' }, cmd: ['sh'] } }));
  workspace.write(images('app'), JSON.stringify(APP));
  workspace.write('images/app/motd', 'hello\n');
  workspace.write('images/app/www/index.html', '<p>\n');
});

it('builds the base as far as it needs it, and no stage twice', () => {
  const run = nx('run', 'app:publish');
  expect(run.ran).toEqual(expect.arrayContaining(of('tiny', 'layout--amd64', 'layout--arm64')));
  expect(run.ran).not.toContain('tiny:layout');
  expect(run.ran.filter((task) => task.startsWith('app:'))).toEqual(
    of('app', 'layer-assemble--amd64', 'layer-assemble--arm64', 'layout'),
  );
  expect(nx('run', 'app:publish').ran).toEqual([]);
});

it('has the layers of the base, by their digests, and one more', async () => {
  expect(await validateLayout(dist('app', 'publish/oci'))).toEqual([]);
  const layers = await layersOf('app');
  for (const [at, name] of ARCHITECTURES.entries()) {
    const [[below]] = (await layersOf('tiny', `publish--${name}`)) as [string[]];
    expect(layers[at]).toEqual([below, expect.stringMatching(/^sha256:/)]);
  }
  // What is added is the same on every platform.
  expect(layers[0]?.[1]).toBe(layers[1]?.[1]);
});

it('inherits the configuration of the base, and overrides it', () => {
  const config = JSON.parse(client('skopeo', 'inspect', '--config', `oci:${dist('app', 'publish/oci')}`)) as object;
  expect(config).toMatchObject({
    config: {
      Cmd: ['cat', '/etc/motd'],
      User: '1000',
      WorkingDir: '/srv/app',
      StopSignal: 'SIGQUIT',
      Env: [expect.stringMatching(/^PATH=/) as string, 'BASE=tiny', 'NEWS=/etc/news'],
      Labels: { vendor: 'us' },
      ExposedPorts: { '80/tcp': {} },
      Volumes: { '/srv/data': {} },
    },
    history: [
      { created_by: 'BusyBox 1.38.0 (musl)' },
      { created_by: 'basewright: 2 files or trees, 1 link, 1 directory, 1 user' },
    ],
  });
  const raw = JSON.parse(client('skopeo', 'inspect', '--raw', `oci:${dist('tiny', 'publish--amd64/oci')}`)) as object;
  expect(raw).not.toHaveProperty(['annotations', 'org.opencontainers.image.base.digest']);
});

it('unpacks with umoci to the tree of the base and what was added, with owners and modes', () => {
  nx('run', 'app:publish--amd64');
  const bundle = join(scratch, 'bundle');
  client('umoci', 'unpack', '--image', `${dist('app', 'publish--amd64/oci')}:app:latest`, bundle);
  const listing = readFileSync(join(dist('app', 'layer-assemble--amd64'), 'listing.txt'), 'utf8');
  expect(listing).toMatch(/^-rw-r----- +1000:12 +6 \/etc\/motd$/m);
  expect(listing).toMatch(/^drwxr-s--- +1000:1000 +0 \/srv\/data$/m);
  expect(unpackedAsListed(join(bundle, 'rootfs'), listing)).toBe(listing);
  // But for the tables of accounts, which are the base's with a line more, nothing of the base is another.
  const below = readFileSync(join(dist('tiny', 'rootfs-assemble--amd64'), 'listing.txt'), 'utf8');
  const kept = below.split('\n').filter((line) => !/\/etc\/(passwd|group|shadow)$/.test(line));
  expect(unpackedAsListed(join(bundle, 'rootfs'), kept.join('\n'))).toBe(kept.join('\n'));
  expect(readFileSync(join(bundle, 'rootfs/etc/passwd'), 'utf8')).toMatch(
    /^root:x:0:[^]*\napp:x:1000:1000:app:\/srv\/app:\/bin\/false\n$/,
  );
});

it('runs natively, as the user and in the directory that it says', () => {
  const storage = ['--root', join(scratch, 'storage'), '--runroot', join(scratch, 'run'), '--storage-driver', 'vfs'];
  // buildah makes a name of the path, and names are in lower case, which temporary directories are not.
  client('cp', '-r', dist('app', 'publish/oci'), 'layout');
  const container = client('buildah', ...storage, 'from', 'oci:layout').trim();
  const said = client(
    ...(['buildah', ...storage, 'run', '--isolation', 'chroot', container] as [string, ...string[]]),
    ...['sh', '-c', 'cat $NEWS; echo ~; read -r line <www/index.html; echo $line $BASE; cat /proc/self/status'],
  );
  expect(said).toMatch(/^hello\n\/srv\/app\n<p> tiny\n/);
  expect(said).toMatch(/^Uid:\t1000\t1000/m);
});

describe('in the graph of Nx', () => {
  it('is affected by a change of its base', () => {
    expect(nx('show', 'projects', '--affected', '--files=images/tiny/image.json').output.split('\n')).toEqual(
      expect.arrayContaining(['tiny', 'app']),
    );
  });

  it('runs from its own layer when what it adds changes', () => {
    workspace.write('images/app/motd', 'hello again\n');
    expect(nx('run', 'app:publish').ran).toEqual(of('app', 'layer-assemble--amd64', 'layer-assemble--arm64', 'layout'));
  });

  it('runs publish alone when only the configuration changes', () => {
    workspace.edit(images('app'), (text) => text.replace('"vendor":"us"', '"vendor":"them"'));
    expect(nx('run', 'app:publish').ran).toEqual(of('app', 'layout'));
  });

  it("follows the base's own changes, and takes nothing back from the cache that is older", async () => {
    const before = await layersOf('app');
    workspace.edit(images('tiny'), (text) => text.replace('"cmd":["sh"]', '"cmd":["ash"]'));
    expect(nx('run', 'app:publish').ran).toEqual(
      [
        ...of('app', 'layer-assemble--amd64', 'layer-assemble--arm64', 'layout'),
        ...of('tiny', 'layout--amd64', 'layout--arm64'),
      ].sort(),
    );
    expect(await layersOf('app')).toEqual(before);
  });

  it('never pushes a base because it is needed', () => {
    const run = workspace.nx(['run', 'app:publish', '--registry='], {
      env: { BASEWRIGHT_REGISTRY: 'nowhere.invalid/x' },
    });
    expect(run.exitCode).toBe(0);
    expect(run.output).not.toMatch(/pushing|pushed/);
  });
});

it('is a base in turn, and exported as docker loads it', async () => {
  workspace.write(
    images('more'),
    JSON.stringify({ from: 'app', platforms: ['linux/amd64'], exports: ['docker-archive'] }),
  );
  nx('run', 'more:publish');
  const [app] = await layersOf('app', 'publish--amd64');
  expect(await layersOf('more')).toEqual([app]);

  workspace.edit(images('more'), (text) =>
    text.replace('{', '{"rootfs":{"links":{"/etc/more":"news"}},"image":{"user":"0"},'),
  );
  nx('run', 'more:publish');
  const [layers = []] = await layersOf('more');
  expect(layers.slice(0, -1)).toEqual(app);
  client(
    'skopeo',
    'copy',
    `docker-archive:${dist('more', 'publish/docker-archive.tar')}`,
    `oci:${join(scratch, 'loaded')}:more`,
  );
  expect(await validateLayout(join(scratch, 'loaded'))).toEqual([]);
  const configOf = (layout: string): unknown => JSON.parse(client('skopeo', 'inspect', '--config', `oci:${layout}`));
  expect(configOf(join(scratch, 'loaded'))).toEqual(configOf(dist('more', 'publish/oci')));
  expect(configOf(dist('more', 'publish/oci'))).toMatchObject({ config: { User: '0', WorkingDir: '/srv/app' } });
});

describe('an image that was made elsewhere', () => {
  const elsewhere = (from: string): string => JSON.stringify({ ...APP, from });
  const indexOf = async (project: string): Promise<string> =>
    (await readStage(dist(project, 'publish'), publishOutput, null)).body.index.digest;
  beforeAll(() => {
    nx('run', 'tiny:publish');
    client('cp', '-r', dist('tiny', 'publish/oci'), 'tiny-layout');
    for (const name of ['pulled', 'copied']) {
      workspace.write(`images/${name}/motd`, 'hello\n');
      workspace.write(`images/${name}/www/index.html`, '<p>\n');
    }
  });

  it('is pulled from a registry by digest, per platform, once', async () => {
    const digest = await indexOf('tiny');
    await withRegistry(join(scratch, 'registry'), {}, (host) => {
      const to = `docker://${host}/team/tiny:1`;
      client('skopeo', 'copy', '--all', '--dest-tls-verify=false', `oci:tiny-layout`, to);
      workspace.write(images('pulled'), elsewhere(`${host}/team/tiny:1@${digest}`));
      const run = nx('run', 'pulled:publish');
      expect(run.ran).toEqual(
        of(
          'pulled',
          ...['base', 'layer-assemble'].flatMap((stage) => ARCHITECTURES.map((name) => `${stage}--${name}`)),
          'layout',
        ),
      );
      return Promise.resolve();
    });
    const [below] = await layersOf('tiny');
    expect((await layersOf('pulled'))[0]?.slice(0, -1)).toEqual(below);
    expect(await validateLayout(dist('pulled', 'publish/oci'))).toEqual([]);
    // The registry is gone, and so is what was built.
    rmSync(join(workspace.root, 'dist/images/pulled'), { recursive: true });
    const before = await indexOf('tiny');
    expect(nx('run', 'pulled:publish', '--skip-nx-cache').output).not.toContain('fetching "from"');
    expect(await indexOf('tiny')).toBe(before);
  });

  it('is read from an OCI layout, and the image is the same', async () => {
    workspace.write(images('copied'), elsewhere(`oci:${scratch}/tiny-layout@${await indexOf('tiny')}`));
    nx('run', 'copied:publish');
    expect(await layersOf('copied')).toEqual(await layersOf('pulled'));
  });

  it('is refused when its digest does not match', () => {
    const digest = `sha256:${'ab'.repeat(32)}`;
    workspace.write(images('copied'), elsewhere(`oci:${scratch}/tiny-layout@${digest}`));
    const { exitCode, output } = workspace.nx(['run', 'copied:publish']);
    expect(exitCode).not.toBe(0);
    expect(output).toContain(
      `error[NOT_FOUND]: cannot use "from" oci:${scratch}/tiny-layout@${digest}: there is no blob ${digest}`,
    );
    expect(output).toMatch(/hint: its index\.json names sha256:/);
    expect(output).not.toMatch(/^ +at .*packages\//m);
  });
});

describe('says in one error, without a stack, what is wrong with', () => {
  const bad = (image: object): string => {
    workspace.write(images('bad'), JSON.stringify({ from: 'tiny', platforms: ['linux/amd64'], ...image }));
    const { exitCode, output } = workspace.nx(['run', 'bad:publish']);
    expect(exitCode).not.toBe(0);
    return output;
  };
  afterEach(() => {
    rmSync(join(workspace.root, 'images/bad'), { recursive: true });
  });

  it.each<[string, object, readonly string[]]>([
    ['an image on itself', { from: 'bad' }, ['from: bad is made on bad: that is a circle']],
    [
      'what is written in image.json',
      {
        from: 'localhost:5000/base',
        rootfs: {
          files: [
            { source: './image.json', path: '/x' },
            { source: '../../../etc/passwd', path: '/x' },
          ],
        },
      },
      [
        'cannot use images/bad/image.json: 2 mistakes',
        'from: "localhost:5000/base" is not pinned',
        'rootfs.files[1].source: ../../../etc/passwd is not in this workspace',
      ],
    ],
    [
      'a file that leaves the tree',
      { rootfs: { files: [{ source: './image.json', path: '/etc/../../x' }] } },
      ['rootfs.files[0].path: expected an absolute path in the image, without ".", ".." and "//"'],
    ],
    [
      'a file in the place of a directory',
      { rootfs: { files: [{ source: './image.json', path: '/etc' }] } },
      ['/etc: a file from rootfs.files[0] (images/bad/image.json) would take the place of a directory of the base'],
    ],
  ])('%s', (_what, image, messages) => {
    const output = bad(image);
    for (const message of messages) expect(output).toContain(message);
    expect(output).not.toMatch(/^ +at .*packages\//m);
  });
});
