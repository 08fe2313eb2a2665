import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { layerAssembleOutput, publishOutput, readStage } from '@basewright/contracts';
import { isDerived, parseImageFile } from '@basewright/image';
import { validateLayout } from '@basewright/oci';
import { runInSandbox } from '@basewright/sandbox';
import { withRegistry } from '@basewright/testing';

import { clientIn } from './client';
import { expectGoldenDigests } from './golden-digests';
import { servedPage } from './served-page';
import { tinyImage } from './tiny-image';
import { type NxRun, Workspace } from './workspace';

const PLATFORM = 'linux/amd64';
/** What no distroless image has, wherever it lies. */
const GONE = /\/s?bin\/(ash|apk|apt|apt-get|bash|busybox|dash|dpkg|env|ls|sh)$/;

const workspace = new Workspace();
const scratch = mkdtempSync(join(tmpdir(), 'basewright-distroless-'));
afterAll(() => {
  workspace.remove();
  rmSync(scratch, { recursive: true, force: true });
});

const dist = (project: string, target: string): string => join(workspace.root, 'dist/images', project, target);
const written = (project: string, image: object): void => {
  workspace.write(`images/${project}/image.json`, JSON.stringify({ platforms: [PLATFORM], ...image }));
};

const withoutComments = (text: string): unknown => JSON.parse(text.replace(/\/\/.*/g, ''));

function nx(...args: string[]): NxRun {
  const run = workspace.nx(args);
  if (run.exitCode !== 0) throw new Error(run.output);
  return run;
}

const client = clientIn(scratch);

interface Built {
  /** Where the image's layers are unpacked. */
  readonly tree: string;
  /** Every path of it. */
  readonly paths: readonly string[];
  readonly config: { readonly config: object; readonly history: readonly object[] };
  readonly removed: Readonly<Record<string, string>>;
}

/** Builds a distroless image and unpacks what a client pulls of it. */
async function built(project: string): Promise<Built> {
  nx('run', `${project}:publish`);
  const layout = dist(project, 'publish/oci');
  expect(await validateLayout(layout)).toEqual([]);
  const { body } = await readStage(dist(project, 'publish'), publishOutput, null);
  const layers = body.manifests[0]?.layers ?? [];
  const tree = join(scratch, project);
  mkdirSync(tree);
  for (const { digest } of layers) {
    client('tar', '--no-same-owner', '-xzf', join(layout, 'blobs', digest.replace(':', '/')), '-C', tree);
  }
  const { removed } = (await readStage(dist(project, 'layer-assemble--amd64'), layerAssembleOutput, PLATFORM)).body;
  return {
    tree,
    paths: readdirSync(tree, { recursive: true, encoding: 'utf8' }).map((path) => `/${path}`),
    config: JSON.parse(client('skopeo', 'inspect', '--config', `oci:${layout}`)) as Built['config'],
    removed: Object.fromEntries((removed ?? []).map(({ path, why }) => [path, why])),
  };
}

const inImage = (tree: string, program: string, ...args: string[]): Promise<string> =>
  runInSandbox({ root: tree, program, args, env: { PATH: '/usr/bin:/bin', TZ: null } }).then(({ stdout }) => stdout);

beforeAll(() => {
  workspace.buildFor('busybox-glibc', PLATFORM);
  workspace.write('images/tiny/image.json', tinyImage({ rootfs: { appletLinks: 'symbolic' } }));
});

describe('nginx-distroless', () => {
  let image: Built;
  beforeAll(async () => {
    image = await built('nginx-distroless');
  });

  it('has neither BusyBox nor shell nor package manager, and says so', () => {
    expect(image.paths.filter((path) => GONE.test(path))).toEqual([]);
    expect(image.removed).toMatchObject({
      '/bin/busybox': 'BusyBox',
      '/bin/ls': 'another name of BusyBox',
      '/bin/sh': 'a shell',
      '/usr/bin/dpkg': 'a package manager',
    });
    expect(image.paths).toContain('/var/lib/dpkg/status.d/nginx');
  });

  it('starts as image.json says, and tells of two layers: what packages and base bring, and the own files', () => {
    expect(image.config).toMatchObject({
      config: { Entrypoint: ['nginx', '-g', 'daemon off;'], User: '101', ExposedPorts: { '80/tcp': {} } },
      history: [
        { created_by: 'basewright: distroless base, packages nginx' },
        { created_by: 'basewright: 2 files or trees, 2 links, 1 user' },
      ],
    });
    expect(image.config.config).not.toHaveProperty('Cmd');
  });

  it('passes its test, and a report tells of its packages', () => {
    expect(nx('run', 'nginx-distroless:test--amd64').output).toContain('linux/amd64: 5 checks passed, 1 skipped');
    const { passed } = JSON.parse(
      readFileSync(join(dist('nginx-distroless', 'test--amd64'), 'report.json'), 'utf8'),
    ) as { passed: string[] };
    expect(passed).toEqual([
      'no account has a usable password',
      'scanners see each of 11 packages',
      'scanners see whose advisories are for them',
      'the loader finds what every program needs',
      'nginx starts',
    ]);
    const { output } = nx('run', 'nginx-distroless:report');
    expect(output).toMatch(/^ {2}zlib1g +\S+ +Zlib$/m);
    expect(output).toMatch(/^ {2}linux\/amd64 +BusyBox +\d+ {2}\/bin\/arch \/bin\/busybox /m);
  });

  it('serves its page', () => {
    expect(servedPage(image.tree, 101, ['/usr/sbin/nginx', '-g', 'daemon off;'])).toBe(
      workspace.read('images/nginx-distroless/public/index.html'),
    );
  });
});

it('php-distroless runs a script', async () => {
  const { tree, paths, removed } = await built('php-distroless');
  expect(paths.filter((path) => GONE.test(path))).toEqual([]);
  expect(removed).toMatchObject({ '/usr/sbin/phpenmod': 'a script of /bin/sh' });
  expect(await inImage(tree, '/usr/bin/php', '/srv/app/hello.php')).toBe(
    'hello from PHP 8.4, as user 1000\n1970-01-01T01:00:00+01:00\nthere is no shell\n',
  );
  // As image.json says it starts, and as a user of Basewright runs it.
  expect(nx('run', 'php-distroless:run').output).toContain('hello from PHP 8.4, as user 10001\n');
});

it('every image on busybox-glibc has the digests of digests.json', async () => {
  nx('run', 'runtime-glibc:publish');
  const built = [PLATFORM];
  await expectGoldenDigests(workspace, {
    'nginx-distroless': built,
    'php-distroless': built,
    'runtime-glibc': built,
  });
});

it('is made from a base that a registry has, in the shape of Alpine', async () => {
  const files = {
    'sbin/apk': 'stands for the program\n',
    'sbin/ldconfig': '#!/bin/sh\nexit 0\n',
    'etc/os-release': 'ID=alpine\nVERSION_ID=3.22.1\n',
    'etc/apk/world': 'musl\n',
    'lib/apk/db/installed': 'P:musl\nV:1.2.5-r10\n\nP:busybox\nV:1.37.0-r18\n\nP:apk-tools\nV:2.14.9-r2\n\n',
    'usr/share/udhcpc/default.script': '#!/bin/sh\nexit 0\n',
  };
  for (const [path, text] of Object.entries(files)) workspace.write(`images/alpine/rootfs/${path}`, text);
  written('alpine', {
    from: 'tiny',
    rootfs: {
      files: Object.keys(files).map((path) => ({
        source: `./rootfs/${path}`,
        path: `/${path}`,
        ...(/bin|script/.test(path) ? { mode: '0755' } : {}),
      })),
    },
  });
  nx('run', 'alpine:publish');
  const { index } = (await readStage(dist('alpine', 'publish'), publishOutput, null)).body;
  client('cp', '-r', dist('alpine', 'publish/oci'), 'alpine-layout');
  await withRegistry(join(scratch, 'registry'), {}, async (host) => {
    client('skopeo', 'copy', '--dest-tls-verify=false', 'oci:alpine-layout', `docker://${host}/alpine:3`);
    written('pulled', {
      from: `${host}/alpine:3@${index.digest}`,
      distroless: true,
      image: { cmd: ['getconf', '_NPROCESSORS_ONLN'] },
    });
    const { tree, paths, removed, config } = await built('pulled');
    expect(paths.filter((path) => GONE.test(path))).toEqual([]);
    expect(removed).toMatchObject({
      '/bin/busybox': 'BusyBox',
      '/bin/cat': 'a link to /bin/busybox',
      '/bin/sh': 'a shell',
      '/etc/apk/world': 'a package manager',
      '/sbin/apk': 'a package manager',
      '/sbin/ldconfig': 'a script of /bin/sh',
      '/usr/share/udhcpc/default.script': 'BusyBox',
    });
    expect(readFileSync(join(tree, 'lib/apk/db/installed'), 'utf8')).toBe('P:musl\nV:1.2.5-r10\n\n');
    expect(config).toMatchObject({ config: { Cmd: ['getconf', '_NPROCESSORS_ONLN'] }, history: [{}] });
    expect(await inImage(tree, '/bin/getconf', '_NPROCESSORS_ONLN')).toMatch(/^[1-9]\d*\n$/);
    await expect(inImage(tree, '/bin/sh', '-c', ':')).rejects.toThrow(/No such file/);
  });
  const manifest = JSON.parse(client('skopeo', 'inspect', '--raw', `oci:${dist('pulled', 'publish/oci')}`)) as object;
  // By that annotation tools look for the base's layers at the bottom.
  expect(manifest).not.toHaveProperty(['annotations', 'org.opencontainers.image.base.digest']);
});

it('the README shows runtime-glibc, and it works', () => {
  const file = 'images/runtime-glibc/image.json';
  const shown = workspace
    .read('README.md')
    .split('```')
    .find((part) => part.startsWith(`jsonc\n// ${file}\n`))
    ?.replace('jsonc\n', '');
  const { platforms, ...example } = withoutComments(shown ?? '') as { platforms: string[] };
  expect(platforms).toEqual([PLATFORM]);
  expect(isDerived(parseImageFile(file, shown ?? ''))).toBe(true);
  expect(withoutComments(workspace.read(file))).toMatchObject(example);
});

it('is refused when something left needs what goes: everything at once, with the field', () => {
  workspace.write('images/bad/run', '#!/bin/sh\n');
  written('bad', {
    from: 'tiny',
    distroless: true,
    withoutFiles: ['/none'],
    rootfs: { files: [{ source: './run', path: '/run-it', mode: '0755' }], links: { '/bin/again': 'busybox' } },
    image: { entrypoint: ['echo', '--', '/bin/sh'] },
  });
  const { exitCode, output } = workspace.nx(['run', 'bad:publish']);
  expect(exitCode).not.toBe(0);
  expect(output).toContain(
    [
      'error[BAD_INPUT]: cannot make bad distroless: something left needs what goes',
      '  withoutFiles[0]: there is no /none in the base',
      '  rootfs.files[0] (images/bad/run): /run-it is run by /bin/sh, which goes',
      '  rootfs.links["/bin/again"]: /bin/again leads to /bin/busybox, which goes',
      '  image.entrypoint[0]: "echo" is /bin/busybox, which goes (BusyBox)',
      '  image.entrypoint[2]: "/bin/sh" is /bin/busybox, which goes (BusyBox)',
    ].join('\n'),
  );
  expect(output).not.toMatch(/^ +at .*packages\//m);

  written('bad', { from: 'tiny', distroless: true });
  expect(workspace.nx(['run', 'bad:publish']).output).toContain(
    '  image.cmd: the base\'s "sh" is /bin/busybox, which goes (BusyBox)',
  );
});
