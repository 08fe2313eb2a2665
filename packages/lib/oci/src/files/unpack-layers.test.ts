import { link, lstat, mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { exec } from '@basewright/core';
import { inTemporaryDirectory } from '@basewright/testing';

import { directoryOf, fileOf, hardLinkOf, hostileLayer, linkOf, paxOf, type TarEntry } from '../../test/hostile-tar';
import { type StoredLayer } from '../read/stored-image';
import { unpackLayers } from './unpack-layers';

/** A layer of what `fill` puts into a directory. */
async function layerOf(
  home: string,
  name: string,
  fill: (tree: string) => Promise<unknown>,
): Promise<Pick<StoredLayer, 'file'>> {
  const [tree, file] = [join(home, name), join(home, `${name}.tar`)];
  await mkdir(tree);
  await fill(tree);
  await exec('tar', ['--create', '--file', file, '--directory', tree, '.']);
  return { file };
}

const exists = (path: string): Promise<boolean> =>
  lstat(path)
    .then(() => true)
    .catch(() => false);

it('shows of each layer what no later one hides', async () => {
  await inTemporaryDirectory(async (home) => {
    const lower = await layerOf(home, 'lower', async (tree) => {
      for (const directory of ['bin', 'gone/deep', 'opaque']) await mkdir(join(tree, directory), { recursive: true });
      await writeFile(join(tree, 'bin/busybox'), 'busybox', { mode: 0o755 });
      await link(join(tree, 'bin/busybox'), join(tree, 'bin/ls'));
      await symlink('bin', join(tree, 'sbin'));
      await writeFile(join(tree, 'opaque/old'), '');
    });
    const upper = await layerOf(home, 'upper', async (tree) => {
      for (const directory of ['bin', 'opaque', 'sbin']) await mkdir(join(tree, directory), { mode: 0o750 });
      await writeFile(join(tree, 'bin/ls'), 'another ls');
      for (const path of ['.wh.gone', 'opaque/.wh..wh..opq', 'opaque/new']) await writeFile(join(tree, path), '');
    });
    const tree = join(home, 'tree');
    await unpackLayers([lower, upper], 'tiny', tree);
    expect(await readFile(join(tree, 'bin/ls'), 'utf8')).toBe('another ls');
    expect(await readFile(join(tree, 'bin/busybox'), 'utf8')).toBe('busybox');
    const paths = ['gone', '.wh.gone', 'opaque/old', 'opaque/.wh..wh..opq', 'opaque/new'];
    expect(await Promise.all(paths.map((path) => exists(join(tree, path))))).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
    expect((await lstat(join(tree, 'sbin'))).isDirectory()).toBe(true);
    expect((await lstat(join(tree, 'bin'))).mode & 0o777).toBe(0o750);
  });
});

it('keeps modes, whatever the umask', async () => {
  const umask = process.umask(0o077);
  try {
    await inTemporaryDirectory(async (home) => {
      const layer = await layerOf(home, 'layer', async (tree) => {
        await mkdir(join(tree, 'tmp'));
        await exec('chmod', ['1777', join(tree, 'tmp')]);
      });
      await unpackLayers([layer], 'tiny', join(home, 'tree'));
      expect((await lstat(join(home, 'tree/tmp'))).mode & 0o7777).toBe(0o1777);
    });
  } finally {
    process.umask(umask);
  }
});

it('makes links as they are: absolute ones, ones that lead to others, and ones that lead nowhere', async () => {
  const links = { sh: '/bin/busybox', ash: 'sh', log: '/dev/stdout', none: '../../none' };
  await inTemporaryDirectory(async (home) => {
    const layer = await layerOf(home, 'layer', async (tree) => {
      for (const [name, target] of Object.entries(links)) await symlink(target, join(tree, name));
    });
    await unpackLayers([layer], 'tiny', join(home, 'tree'));
    for (const [name, target] of Object.entries(links))
      expect([name, await readlink(join(home, 'tree', name))]).toEqual([name, target]);
  });
});

describe('an image whose links lead out of it', () => {
  const victim = 'victim';

  /** Unpacks layers beside a directory of the host, and gives what is in that afterwards. */
  async function hostAfter(
    layersOf: (host: string) => TarEntry[][],
    look: (tree: string, host: string) => Promise<void> = () => Promise.resolve(),
  ): Promise<Record<string, string>> {
    return inTemporaryDirectory(async (home) => {
      const [host, tree] = [join(home, 'host'), join(home, 'tree')];
      await mkdir(host);
      await writeFile(join(host, victim), 'mine');
      const layers = await Promise.all(
        layersOf(host).map((entries, at) => hostileLayer(join(home, `${at}.tar`), entries)),
      );
      await unpackLayers(layers, 'x', tree);
      await look(tree, host);
      const names = (await readdir(host)).sort();
      const found = await Promise.all(
        names.map(async (name) => [name, await readFile(join(host, name), 'utf8')] as const),
      );
      return Object.fromEntries(found);
    });
  }

  it.each<[string, (host: string) => TarEntry[][]]>([
    ['a file', (host) => [[linkOf('a', host), fileOf('a/made')]]],
    ['a file in place of another', (host) => [[linkOf('a', host), fileOf(`a/${victim}`)]]],
    ['a file of a later layer', (host) => [[linkOf('a', host)], [fileOf('a/made')]]],
    ['a link', (host) => [[linkOf('a', host), linkOf('a/made', '/etc/passwd')]]],
    ['a directory', (host) => [[linkOf('a', host), directoryOf('a/made'), fileOf('a/made/x')]]],
    ['a file by two links', (host) => [[linkOf('a', 'b'), linkOf('b', host), fileOf('a/made')]]],
    ['a link by a link', (host) => [[linkOf('b', host), linkOf('a', 'b'), linkOf('a/made', 'x')]]],
    ['a file by a relative link', () => [[linkOf('a', '../host'), fileOf('a/made')]]],
    ['a file in the place of the link', (host) => [[linkOf('x', join(host, victim)), fileOf('x')]]],
    [
      'a file in the place of a hard link to a link',
      (host) => [[linkOf('l', join(host, victim)), hardLinkOf('h', 'l'), fileOf('h')]],
    ],
    ['a whiteout', (host) => [[linkOf('a', host)], [fileOf(`a/.wh.${victim}`, '')]]],
  ])('leads %s nowhere else', async (_what, layers) => {
    expect(await hostAfter(layers)).toEqual({ [victim]: 'mine' });
  });

  it('has its entries where the links lead in the image', async () => {
    await hostAfter(
      (host) => [[linkOf('a', host)], [fileOf('a/made', 'inside')]],
      async (tree, host) => {
        expect(await readFile(join(tree, host, 'made'), 'utf8')).toBe('inside');
        expect(await readlink(join(tree, 'a'))).toBe(host);
      },
    );
  });

  it.each<[string, (host: string) => TarEntry[][], string]>([
    [
      'a hard link to a file of the host',
      (host) => [[hardLinkOf('b', join(host, victim))]],
      'has a hard link /b to nothing',
    ],
    ['a name above the root', () => [[fileOf('../made')]], 'it has an entry outside the tree: ../made'],
    ['a name that no file system takes', () => [[fileOf('n'.repeat(300))]], 'cannot unpack x: /nnn'],
  ])('is refused for %s', async (_what, layers, problem) => {
    await expect(hostAfter(layers)).rejects.toThrow(problem);
  });
});

it('takes the layer that docker makes of an instruction without files', async () => {
  await inTemporaryDirectory(async (home) => {
    const layers = await Promise.all([
      hostileLayer(join(home, '0.tar'), [fileOf('x')]),
      hostileLayer(join(home, '1.tar'), []),
    ]);
    await unpackLayers(layers, 'x', join(home, 'tree'));
    expect(await readdir(join(home, 'tree'))).toEqual(['x']);
    await writeFile(join(home, 'none.tar'), 'none');
    await expect(unpackLayers([{ file: join(home, 'none.tar') }], 'x', join(home, 'none'))).rejects.toThrow(
      'it is no tar',
    );
  });
});

it('keeps times, closed directories and set-user-ID bits; leaves devices out; has no entry for what is implied', async () => {
  await inTemporaryDirectory(async (home) => {
    const mtime = new Date('2020-01-02T03:04:05Z');
    const layer = await hostileLayer(join(home, 'x.tar'), [
      { path: './', type: 'Directory', mode: 0 },
      { path: 'closed/', type: 'Directory', mode: 0o500, mtime },
      { path: 'closed/su', type: 'File', mode: 0o4755, body: 'su', mtime },
      { path: 'fifo', type: 'FIFO' },
      fileOf('implied/x'),
    ]);
    const tree = join(home, 'tree');
    await unpackLayers([layer], 'x', tree);
    expect((await lstat(tree)).mode & 0o7777).toBe(0);
    expect((await lstat(join(tree, 'implied'))).mode & 0o7777).toBe(0o755);
    const [closed, su] = await Promise.all(['closed', 'closed/su'].map((path) => lstat(join(tree, path))));
    expect([closed?.mtime, su?.mtime]).toEqual([mtime, mtime]);
    expect([closed, su].map((stat) => (stat?.mode ?? 0) & 0o7777)).toEqual([0o500, 0o4755]);
    expect(await exists(join(tree, 'fifo'))).toBe(false);
  });
});

it('says what it leaves out', async () => {
  const said = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  await inTemporaryDirectory(async (home) => {
    const capability = paxOf('38 SCHILY.xattr.security.capability=x\n');
    const pipes = Array.from({ length: 7 }, (_, at): TarEntry => ({ path: `fifo${at}`, type: 'FIFO' }));
    const layer = await hostileLayer(join(home, 'layer.tar'), [capability, fileOf('ping'), ...pipes]);
    await unpackLayers([layer], 'tiny', join(home, 'tree'));
    expect(await readdir(join(home, 'tree'))).toEqual(['ping']);
  });
  const lines = said.mock.calls.map(([text]) => String(text));
  said.mockRestore();
  expect(lines).toEqual([
    expect.stringContaining('tiny: devices and pipes are left out: /fifo0 /fifo1 /fifo2 /fifo3 /fifo4 and 2 more'),
    expect.stringContaining('file capabilities among them, are left out: /ping (security.capability)'),
  ]);
});
