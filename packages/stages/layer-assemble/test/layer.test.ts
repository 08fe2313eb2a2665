import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type LayerAssembleOutput } from '@basewright/contracts';
import { exec } from '@basewright/core';
import { glibcLoader } from '@basewright/libcs';
import { runInSandbox } from '@basewright/sandbox';
import { dumpTree, inTemporaryDirectory, pinnedArchive } from '@basewright/testing';
import { type TreeEntry } from '@basewright/tree';

import { assembleLayer } from '../src/assemble-layer';
import { assembled, BASE, directory, native, root, text, unpacked } from './assembled-layer';
import { BASE_DATE, tinyBase } from './tiny-base';

it('names the layers of the base and writes one with files, all of the time of the base', async () => {
  await inTemporaryDirectory(async (outside) => {
    await assembled(
      { links: { '/etc/x': 'passwd' }, users: [{ name: 'app', uid: 7 }] },
      async ({ body, layer, entries }) => {
        expect(body.sourceDate).toBe(BASE_DATE);
        expect(body.layers.map(({ file, createdBy }) => [file === null, createdBy])).toEqual([
          [true, null],
          [false, 'basewright: 1 link, 1 user'],
        ]);
        expect(Object.keys(dumpTree(entries))).toEqual(['/etc/group', '/etc/passwd', '/etc/shadow', '/etc/x']);
        const { stdout } = await exec('tar', ['--full-time', '-tvf', layer]);
        for (const line of stdout.trimEnd().split('\n')) expect(line).toContain('2023-11-14 22:13:20');
        const plain = await exec('gzip', ['-dc', layer], { okExitCodes: [0] });
        expect(plain.stdout.length).toBeGreaterThan(0);
        await writeFile(join(outside, 'layer.tar.gz'), await readFile(layer));
      },
    );
    await exec('gzip', ['-d', join(outside, 'layer.tar.gz')]);
    const diffId = createHash('sha256')
      .update(await readFile(join(outside, 'layer.tar')))
      .digest('hex');
    await assembled({ links: { '/etc/x': 'passwd' }, users: [{ name: 'app', uid: 7 }] }, ({ body }) => {
      expect(body.layers.at(-1)?.diffId).toBe(`sha256:${diffId}`);
      return Promise.resolve();
    });
  });
}, 120_000);

it('of a distroless image holds what stays of the base, its links and owners, below what is added', async () => {
  const base = [
    ...BASE,
    text('/bin/busybox', 'BusyBox', 0o755),
    { ...text('/bin/app', 'app', 0o750), gid: 12 },
    ...['/bin/again', '/bin/sh'].map((path, at): TreeEntry => ({
      ...root,
      type: 'hardlink',
      path,
      mode: 0o755,
      target: ['/bin/app', '/bin/busybox'][at] ?? '',
    })),
  ];
  await assembled(
    { distroless: true, links: { '/etc/x': 'passwd' }, config: { cmd: ['again'] } },
    ({ body, entries }) => {
      expect(body.layers.map(({ createdBy }) => createdBy)).toEqual([
        'basewright: distroless base',
        'basewright: 1 link',
      ]);
      expect(body.removed).toEqual([
        { path: '/bin/busybox', why: 'BusyBox' },
        { path: '/bin/sh', why: 'a shell' },
      ]);
      const dumped = dumpTree(entries);
      expect(dumped).toMatchObject({
        '/bin/again': 'file 0750 0:12',
        '/bin/app': 'hardlink /bin/again 0:12',
        '/etc/x': 'symlink passwd',
        '/etc/shadow': 'file 0600',
      });
      expect(dumped).not.toHaveProperty(['/bin/sh']);
      return Promise.resolve();
    },
    { base },
  );
}, 120_000);

it('refuses a base that was changed after it was published', async () => {
  await inTemporaryDirectory(async (workspace) => {
    const { manifests } = await tinyBase(workspace, 'dist/base', native, BASE);
    const blob = join(workspace, 'dist/base/oci/blobs', ...(manifests[0]?.layers[0]?.digest ?? '').split(':'));
    await writeFile(blob, 'changed');
    const options = {
      outputPath: 'dist/layer',
      platform: native.id,
      name: 'app',
      base: 'dist/base',
      lockFile: 'lock.json',
    };
    await expect(assembleLayer(options, workspace)).rejects.toMatchObject({ code: 'CHECKSUM_MISMATCH' });
  });
});

describe('packages', () => {
  it('come with what they depend on, and run: bash on a base without a C library', async () => {
    await assembled({ name: 'with-bash', packages: ['bash'] }, async (made) => {
      const tree = await unpacked(made);
      const run = (program: string, ...args: string[]): Promise<string> =>
        runInSandbox({ root: tree, program, args }).then(({ stdout }) => stdout);
      expect(await run('/usr/bin/bash', '-c', 'echo $((6 * 7))')).toBe('42\n');
      // A script of the base that names /bin/bash, where Debian has a link of the whole directory.
      await run('/bin/true');
      const dumped = dumpTree(made.entries);
      expect(dumped[glibcLoader(native)]).toMatch(/^symlink \.\.\/usr\/lib\//);
      expect(Object.keys(dumped).filter((path) => /\/(man|info|locale\/man)\/|systemd|init\.d/.test(path))).toEqual([]);
      const licences = made.entries.filter(({ path }) => path.startsWith('/usr/share/doc/bash/'));
      expect(dumpTree(licences)).toEqual({ '/usr/share/doc/bash/copyright': 'file 0644' });
    });
  }, 300_000);

  it('go before applets of their names, which are hard links to BusyBox', async () => {
    const applets = ['/bin/bash', '/usr/sbin/bash'].map((path): TreeEntry => ({
      ...{ ...root, type: 'hardlink', path, mode: 0o755, target: '/bin/busybox' },
    }));
    const base = [...BASE, directory('/usr/sbin'), text('/bin/busybox', 'BusyBox', 0o755), ...applets];
    await assembled(
      { name: 'with-bash', packages: ['bash'] },
      ({ entries }) => {
        expect(dumpTree(entries)).toMatchObject({
          '/bin/bash': 'symlink ../usr/bin/bash',
          '/usr/sbin/bash': 'symlink ../bin/bash',
        });
        return Promise.resolve();
      },
      { base },
    );
  }, 300_000);

  it('have the entries that scanners read, of what is in the image', async () => {
    const packages = ['ca-certificates', 'tzdata'];
    await assembled({ name: 'with-certificates', packages, withoutPackages: ['openssl'] }, async (made) => {
      const tree = await unpacked(made);
      const status = join(tree, 'var/lib/dpkg/status.d');
      expect(made.entries.map(({ path }) => path).filter((path) => path.startsWith('/var/lib/dpkg/status.d/'))).toEqual(
        [
          '/var/lib/dpkg/status.d/ca-certificates',
          '/var/lib/dpkg/status.d/ca-certificates.md5sums',
          '/var/lib/dpkg/status.d/tzdata',
          '/var/lib/dpkg/status.d/tzdata.md5sums',
        ],
      );
      expect(await readFile(join(status, 'tzdata'), 'utf8')).toMatch(/^Package: tzdata\nVersion: 20\d\d/m);
      await exec('md5sum', ['--check', '--quiet', join(status, 'tzdata.md5sums')], { cwd: tree });
      expect(await readFile(join(tree, 'etc/os-release'), 'utf8')).toMatch(
        /^ID=debian\n[^]*^IMAGE_ID=with-certificates$/m,
      );
      expect(await readFile(join(tree, 'etc/debian_version'), 'utf8')).toMatch(/^\d+\.\d+\n$/);
      const bundle = await readFile(join(tree, 'etc/ssl/certs/ca-certificates.crt'), 'utf8');
      expect(bundle.match(/-----BEGIN CERTIFICATE-----/g)?.length).toBeGreaterThan(100);
      expect(made.body.layers.at(-1)?.createdBy).toBe('basewright: packages ca-certificates tzdata');
    });
  }, 300_000);

  it("leave the base's os-release when it says which distribution it is, and give way to the author's files", async () => {
    const alpine = BASE.map((entry) => (entry.path === '/etc/os-release' ? text(entry.path, 'ID=alpine\n') : entry));
    await assembled(
      { name: 'with-zones', packages: ['tzdata'], links: { '/usr/share/zoneinfo/UTC': 'Etc/UTC' } },
      ({ entries }) => {
        const dumped = dumpTree(entries);
        expect(dumped['/etc/os-release']).toBeUndefined();
        expect(dumped['/etc/debian_version']).toBeUndefined();
        expect(dumped['/usr/share/zoneinfo/UTC']).toBe('symlink Etc/UTC');
        return Promise.resolve();
      },
      { base: alpine },
    );
  }, 300_000);

  it('that a platform does not have are named, with the platform and the field', async () => {
    const { settings: debian } = await pinnedArchive(['packages/with-zones/amd64', 'tests/memtest/amd64']);
    const asked = { platform: 'linux/riscv64', packages: ['tzdata', 'tzdat', 'memtest86+'], debian };
    await expect(assembled(asked, () => Promise.resolve())).rejects.toThrow(
      [
        'cannot add packages to app for linux/riscv64:',
        '  packages[1]: trixie has no package tzdat for riscv64 (did you mean "tzdata"?)',
        '  packages[2]: trixie has no package memtest86+ for riscv64, but one for amd64',
      ].join('\n'),
    );
  }, 300_000);

  it('lie in a layer of their own, which an edit of the files leaves as it is', async () => {
    const layersWith = async (link: string): Promise<LayerAssembleOutput['layers']> => {
      const layers: LayerAssembleOutput['layers'] = [];
      await assembled({ name: 'with-zones', packages: ['tzdata'], links: { '/etc/zone': link } }, ({ body }) => {
        layers.push(...body.layers);
        return Promise.resolve();
      });
      return layers;
    };
    const [one, other] = [await layersWith('a'), await layersWith('b')];
    expect(one.map(({ createdBy }) => createdBy)).toEqual([null, 'basewright: packages tzdata', 'basewright: 1 link']);
    expect(other.slice(0, -1)).toEqual(one.slice(0, -1));
    expect(other.at(-1)?.digest).not.toBe(one.at(-1)?.digest);
    expect(one.at(-1)?.size).toBeLessThan(1000);
  }, 300_000);
});
