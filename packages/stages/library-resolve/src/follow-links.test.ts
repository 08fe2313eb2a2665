import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { fileInPackage, type UnpackedPackage } from '@basewright/debian';

import { entriesOf, followLinks } from './follow-links';

const root = mkdtemp(join(tmpdir(), 'basewright-links-'));
afterAll(async () => {
  await rm(await root, { recursive: true });
});

/** A package with these files, by path; a value that begins with `->` is a link. */
async function packaged(name: string, files: Readonly<Record<string, string>>): Promise<UnpackedPackage> {
  const directory = join(await root, name);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    if (content.startsWith('->')) await symlink(content.slice(2), join(directory, path));
    else await writeFile(join(directory, path), content, { mode: 0o755 });
  }
  const one = { name, version: '1', architecture: 'amd64', archive: 'debian', path: '', size: 0, sha256: '' };
  return { package: one, directory };
}

/** What is taken for a path: own entries, what links of them lead to, links that lead to nothing. */
async function taken(where: UnpackedPackage, path: string, others: readonly UnpackedPackage[] = []) {
  const own = await entriesOf(where, path);
  const { entries, dangling } = await followLinks(where, own, async (link) => {
    const target = join(dirname(link.path), link.target);
    for (const other of others) {
      const found = await fileInPackage(other, target);
      if (found !== undefined) return found;
    }
    return undefined;
  });
  return {
    own: own.map((entry) => entry.path),
    followed: entries.map(({ entry, package: { name } }) => `${name} ${entry.path}`),
    dangling: dangling.map((link) => link.path),
  };
}

const DE = '/usr/lib/locale/de_DE.utf8';
const AT = '/usr/lib/locale/de_AT.utf8';

it('takes what the links of a directory lead to, in the same package, each file once', async () => {
  const locales = await packaged('locales', {
    [`${DE}/LC_TIME`]: 'de',
    [`${DE}/LC_CTYPE`]: '->../C.utf8/LC_CTYPE',
    '/usr/lib/locale/C.utf8/LC_CTYPE': 'c',
    [`${AT}/LC_TIME`]: '->../de_DE.utf8/LC_TIME',
    [`${AT}/LC_CTYPE`]: '->../de_DE.utf8/LC_CTYPE',
    [`${AT}/LC_ALL`]: '->LC_TIME',
    [`${AT}/LC_DATE`]: '->../de_DE.utf8/LC_TIME',
    [`${AT}/LC_MEASUREMENT`]: 'at',
  });
  expect(await taken(locales, AT)).toEqual({
    own: ['LC_ALL', 'LC_CTYPE', 'LC_DATE', 'LC_MEASUREMENT', 'LC_TIME'].map((name) => `${AT}/${name}`),
    followed: [`locales ${DE}/LC_CTYPE`, `locales ${DE}/LC_TIME`],
    dangling: [],
  });
});

it('takes what a link leads to in another package, with the link', async () => {
  const python = await packaged('python3-minimal', { '/usr/bin/python3': '->python3.13', '/usr/bin/py3clean': 'x' });
  const version = await packaged('python3.13-minimal', { '/usr/bin/python3.13': 'elf' });
  expect(await taken(python, '/usr/bin/python3', [version])).toEqual({
    own: ['/usr/bin/python3'],
    followed: ['python3.13-minimal /usr/bin/python3.13'],
    dangling: [],
  });
  expect(await taken(python, '/usr/bin/python3')).toMatchObject({ dangling: ['/usr/bin/python3'] });
});

it('takes a directory that a link leads to, and of files behind links the file', async () => {
  const zones = await packaged('zones', {
    '/usr/share/zones/Europe/Berlin': 'b',
    '/usr/share/zones/posix': '->.',
    '/usr/share/europe': '->zones/Europe',
    '/usr/share/berlin': '->zones/Europe/Berlin',
  });
  expect(await taken(zones, '/usr/share/europe')).toEqual({
    own: ['/usr/share/europe'],
    followed: ['zones /usr/share/zones/Europe/Berlin'],
    dangling: [],
  });
  expect(await taken(zones, '/usr/share/berlin')).toEqual({ own: ['/usr/share/berlin'], followed: [], dangling: [] });
  expect(await taken(zones, '/usr/share/zones')).toMatchObject({ followed: [], dangling: [] });
  expect(await taken(zones, '/usr/share/none')).toEqual({ own: [], followed: [], dangling: [] });
});
