import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { inTemporaryDirectory } from '@basewright/testing';

import { readKconfig } from './read';

it.each<[what: string, files: Readonly<Record<string, string>>, says: string]>([
  ['a menu without an end', { 'Config.in': 'menu "a"\n' }, 'cannot understand Config.in: a menu has no end'],
  ['an end of nothing', { 'Config.in': 'endmenu\n' }, 'cannot understand Config.in:1: endmenu ends no menu'],
  ['a file that is not there', { 'Config.in': 'source b/Config.in\n' }, 'cannot read b/Config.in of the sources'],
  ['a file that includes itself', { 'Config.in': '\nsource Config.in\n' }, 'Config.in:2: Config.in includes itself'],
  ['a circle', { 'Config.in': 'source b.in\n', 'b.in': 'source Config.in\n' }, 'b.in:1: Config.in includes itself'],
])('refuses %s', async (_what, files, says) => {
  await inTemporaryDirectory(async (directory) => {
    for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
    await expect(readKconfig(directory)).rejects.toThrow(says);
  });
});
