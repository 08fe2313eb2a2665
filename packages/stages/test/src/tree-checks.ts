import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type CompileOutput } from '@basewright/contracts';

import { type Check, failed, passed } from './check';

/** What must hold of an unpacked image without running anything. */
export async function treeChecks(tree: string, { applets }: CompileOutput): Promise<Check[]> {
  const text = (file: string): Promise<string> => readFile(join(tree, file), 'utf8');
  return [passwordCheck(await text('etc/shadow')), root(rowsOf(await text('etc/passwd'))), await links(tree, applets)];
}

function rowsOf(table: string): string[][] {
  const lines = table.split('\n').filter((line) => line !== '');
  return lines.map((line) => line.split(':'));
}

/** No account of the table in /etc/shadow can be logged in to with a password (CVE-2019-5021). */
export function passwordCheck(shadow: string): Check {
  const usable = rowsOf(shadow)
    .filter(([, password = '']) => !/^[*!]/.test(password))
    .map(([name]) => name);
  const name = 'no account has a usable password';
  return usable.length === 0 ? passed(name) : failed(name, `usable: ${usable.join(', ')}`);
}

function root(passwd: readonly string[][]): Check {
  const name = 'root has a home and a shell';
  const row = passwd.find(([account]) => account === 'root')?.join(':') ?? 'no such account';
  return /^root:.*:\/root:\/bin\/sh$/.test(row) ? passed(name) : failed(name, row);
}

async function links(tree: string, applets: CompileOutput['applets']): Promise<Check> {
  const name = 'every applet is linked where the image has it';
  const there = await Promise.all(
    applets.map(({ path }) =>
      lstat(join(tree, path)).then(
        () => true,
        () => false,
      ),
    ),
  );
  const missing = applets.filter((_applet, index) => there[index] === false).map(({ path }) => path);
  return missing.length === 0 ? passed(name) : failed(name, `missing: ${missing.join(', ')}`);
}
