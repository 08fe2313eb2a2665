import { join } from 'node:path';

import { inTemporaryDirectory } from '@basewright/testing';

import { fileOf, hostileLayer, linkOf, paxOf, type TarEntry } from '../../test/hostile-tar';
import { passEntries } from './layer-entries';

/** Paths and extended attributes of the entries of a tar, as they come by. */
async function entriesOf(entries: readonly TarEntry[]): Promise<[path: string, attributes: readonly string[]][]> {
  const found: [string, readonly string[]][] = [];
  await inTemporaryDirectory(async (home) => {
    const { file } = await hostileLayer(join(home, 'layer.tar'), entries);
    await passEntries(file, 'layer 0 of tiny', ({ path, attributes }) => {
      found.push([path, attributes]);
      return null;
    });
  });
  return found;
}

it.each<[what: string, entries: TarEntry[], says: string]>([
  ['a record that is longer than its header', [paxOf('999999 path=../../x\n'), fileOf('x')], 'of another length'],
  ['a record that ends before it says', [paxOf('12 path=abcdefgh\n'), fileOf('x')], 'of another length'],
  ['a record that is none', [paxOf('path\n'), fileOf('x')], 'of another length'],
  ['a NUL in a path', [paxOf('13 path=a\0bc\n'), fileOf('x')], 'a path with a NUL in it'],
  ['a path out of the tree', [fileOf('../x')], 'outside the tree'],
  ['a link without a target', [linkOf('x', '')], 'linkpath required'],
  ['a size below zero, in base 256', [{ ...fileOf('x', ''), size: -1 }], 'whose size is no number, or below zero: /x'],
  ['a size below zero of many bytes', [{ ...fileOf('x', ''), size: -(2 ** 40) }], 'or below zero: /x'],
  ['a size below zero in an extended header', [paxOf('11 size=-5\n'), fileOf('x')], 'a size that is none: 11 size=-5'],
  ['a size of words in an extended header', [paxOf('12 size=1e9\n'), fileOf('x')], 'a size that is none'],
  ['an owner below zero', [{ ...fileOf('x'), uid: -2 }], 'whose owner is -2:0: /x'],
  ['an owner that is no number', [paxOf('11 gid=abc\n'), fileOf('x')], 'whose owner is 0:NaN: /x'],
])('refuses %s', async (_what, entries, says) => {
  await expect(entriesOf(entries)).rejects.toThrow(says);
});

it('takes extended headers as tar writes them, and says whose attributes they name', async () => {
  const records = '13 path=ä/b\n31 SCHILY.xattr.user.x=a=b\nc=d\n';
  expect(await entriesOf([fileOf('a'), paxOf(records), fileOf('x'), fileOf('y')])).toEqual([
    ['/a', []],
    ['/ä/b', ['user.x']],
    ['/y', []],
  ]);
});

it('takes values that are no text', async () => {
  const value = Buffer.from([1, 0xff, 0xf0, 0, 0xff, 10]);
  const body = Buffer.concat([Buffer.from('32 SCHILY.xattr.user.caps='), value]);
  expect(await entriesOf([paxOf(body), fileOf('ping')])).toEqual([['/ping', ['user.caps']]]);
});
