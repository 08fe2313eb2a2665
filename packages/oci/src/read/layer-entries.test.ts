import { join } from 'node:path';

import { inTemporaryDirectory } from '@basewright/testing';

import { fileOf, hostileLayer, paxOf, type TarEntry } from '../../test/hostile-tar';
import { passEntries } from './layer-entries';

/** The paths of the entries of a tar, as they come by. */
async function pathsOf(entries: readonly TarEntry[]): Promise<string[]> {
  const paths: string[] = [];
  await inTemporaryDirectory(async (home) => {
    const { file } = await hostileLayer(join(home, 'layer.tar'), entries);
    await passEntries(file, 'layer 0 of tiny', ({ path }) => {
      paths.push(path);
      return null;
    });
  });
  return paths;
}

it.each<[what: string, entries: TarEntry[], says: string]>([
  ['a record that is longer than its header', [paxOf('999999 path=../../x\n'), fileOf('x')], 'of another length'],
  ['a record that ends before it says', [paxOf('12 path=abcdefgh\n'), fileOf('x')], 'of another length'],
  ['a record that is none', [paxOf('path\n'), fileOf('x')], 'of another length'],
  ['a NUL in a path', [paxOf('13 path=a\0bc\n'), fileOf('x')], 'a path with a NUL in it'],
  ['a path out of the tree', [fileOf('../x')], 'outside the tree'],
])('refuses %s', async (_what, entries, says) => {
  await expect(pathsOf(entries)).rejects.toThrow(says);
});

it('takes extended headers as tar writes them', async () => {
  const records = '13 path=ä/b\n' + '31 SCHILY.xattr.user.x=a=b\nc=d\n';
  expect(await pathsOf([paxOf(records), fileOf('x')])).toEqual(['/ä/b']);
});
