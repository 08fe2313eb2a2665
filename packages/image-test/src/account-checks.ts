import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type Check, held } from './check';

/** No account of an unpacked image can be logged in to with a password (CVE-2019-5021). */
export async function accountChecks(tree: string): Promise<Check[]> {
  const name = 'no account has a usable password';
  const rows = (await readFile(join(tree, 'etc/shadow'), 'utf8')).split('\n').filter((line) => line !== '');
  const usable = rows.filter((row) => !/^[*!]/.test(row.split(':')[1] ?? '')).map((row) => row.split(':')[0]);
  return [usable.length === 0 ? held(name) : { name, problem: `usable: ${usable.join(', ')}` }];
}
