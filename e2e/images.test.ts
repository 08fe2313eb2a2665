import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { publishOutput, readStage, rootfsAssembleOutput } from '@basewright/contracts';
import { platformOf } from '@basewright/core';
import { LIBCS } from '@basewright/libcs';
import { testOutput } from '@basewright/test';

import { clientIn } from './client';
import { expectGoldenDigests } from './golden-digests';
import { OFFICIAL_LAYER_BYTES, OFFICIAL_LIBRARIES } from './official-sizes';
import { Workspace } from './workspace';

/** One foreign platform per libc besides amd64; `npm run matrix` builds them all. */
const FOREIGN = { glibc: 'linux/arm64', musl: 'linux/s390x', uclibc: 'linux/arm/v7' } as const;

/** The libc whose image BusyBox's own suite runs in: the one with the fewest users. */
const WITH_SUITE = 'uclibc';

const PLATFORMS = Object.fromEntries(LIBCS.map((libc) => [`busybox-${libc}`, ['linux/amd64', FOREIGN[libc]]]));

const workspace = new Workspace();
for (const [project, platforms] of Object.entries(PLATFORMS)) workspace.buildFor(project, ...platforms);
const scratch = mkdtempSync(join(tmpdir(), 'basewright-clients-'));
afterAll(() => {
  workspace.remove();
  rmSync(scratch, { recursive: true, force: true });
});

const output = (libc: string, target: string): string => join(workspace.root, 'dist/images', `busybox-${libc}`, target);

function build(...args: readonly string[]): void {
  const run = workspace.nx([...args, '--parallel=6']);
  if (run.exitCode !== 0) throw new Error(run.output);
}

it('builds and tests every image', () => {
  build('run-many', '-t', 'publish', '-p', Object.keys(PLATFORMS).join(','));
  // BusyBox's own suite takes more than a minute of processor time: once here, for every libc in the matrix.
  for (const libc of LIBCS) {
    const upstream = libc === WITH_SUITE ? [] : ['--upstream=never'];
    build(
      'run-many',
      '-t',
      'test--amd64',
      `test--${platformOf(FOREIGN[libc]).name}`,
      '-p',
      `busybox-${libc}`,
      ...upstream,
    );
  }
});

it('has the digests of digests.json', () => expectGoldenDigests(workspace, PLATFORMS));

it("passed BusyBox's own test suite", async () => {
  const { body } = await readStage(output(WITH_SUITE, 'test--amd64'), testOutput, 'linux/amd64');
  expect('passed' in body.upstream && body.upstream.passed).toBeGreaterThan(950);
});

it.each(['linux/amd64', FOREIGN.glibc])(
  'busybox-glibc for %s has the libraries of the official image, and all stubs',
  async (id) => {
    const stage = await readStage(output('glibc', `rootfs-assemble--${platformOf(id).name}`), rootfsAssembleOutput, id);
    const listing = readFileSync(await stage.file(stage.body.listing), 'utf8');
    const stubs = ['libdl.so.2', 'librt.so.1', 'libutil.so.1'];
    for (const name of [...OFFICIAL_LIBRARIES, ...stubs])
      expect(listing).toMatch(new RegExp(`^-.* /lib/${name}$`, 'm'));
  },
);

describe.each(LIBCS)('busybox-%s', (libc) => {
  const layout = `oci:${output(libc, 'publish/oci')}`;

  it.each(['linux/amd64', FOREIGN[libc]])(
    'for %s is no larger than the official image, with no fewer applets',
    async (id) => {
      const { body } = await readStage(
        output(libc, `rootfs-assemble--${platformOf(id).name}`),
        rootfsAssembleOutput,
        id,
      );
      expect(body.layer.size).toBeLessThanOrEqual(OFFICIAL_LAYER_BYTES[libc]?.[id] ?? 0);
      expect(body.applets.length).toBeGreaterThanOrEqual(libc === 'musl' ? 404 : 410);
    },
  );

  it('is a layout that skopeo inspects', async () => {
    const { body } = await readStage(output(libc, 'publish'), publishOutput, null);
    const inspected = JSON.parse(clientIn(scratch)('skopeo', 'inspect', layout)) as {
      Architecture: string;
      Layers: string[];
    };
    expect(inspected.Architecture).toBe('amd64');
    expect(inspected.Layers).toEqual(body.manifests[0]?.layers.map(({ digest }) => digest));
  });

  it('runs a shell in buildah', () => {
    const storage = [
      `--root=${join(scratch, libc)}`,
      `--runroot=${join(scratch, `${libc}-run`)}`,
      '--storage-driver=vfs',
    ];
    // buildah makes a name of the path, and names are in lower case, which temporary directories are not.
    const client = clientIn(output(libc, 'publish'));
    const container = client('buildah', ...storage, 'from', 'oci:oci').trim();
    const run = ['run', '--isolation', 'chroot', container];
    const said = client('buildah', ...storage, ...run, 'sh', '-c', 'echo $((6 * 7)); id -un; ls /bin/sh');
    expect(said).toBe('42\nroot\n/bin/sh\n');
  });
});
