import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { type CompileOutput, SETUID_BUSYBOX } from '@basewright/contracts';

import { type Check, equal, failed, passed } from './check';

/**
 * What must hold of the second BusyBox of an unpacked image: it is setuid and the first one is not, and its applets lead to it,
 * wherever the image has them.
 */
export async function setuidChecks(
  tree: string,
  setuid: Pick<CompileOutput, 'applets'>,
  { applets }: Pick<CompileOutput, 'applets'>,
): Promise<Check[]> {
  const own = await stat(join(tree, SETUID_BUSYBOX));
  const { mode } = await stat(join(tree, 'bin/busybox'));
  const octal = (bits: number): string => (bits & 0o7777).toString(8);
  const paths = applets.filter(({ name }) => setuid.applets.some((one) => one.name === name)).map(({ path }) => path);
  const found = await Promise.all(paths.map(async (path) => ({ path, ...(await inode(join(tree, path))) })));
  const others = found.filter(({ ino, dev }) => ino !== own.ino || dev !== own.dev).map(({ path }) => path);
  const name = `${SETUID_BUSYBOX} is what its ${paths.length} applets lead to`;
  return [
    equal(`${SETUID_BUSYBOX} is setuid`, octal(own.mode), '4755'),
    equal('/bin/busybox is not setuid', octal(mode), '755'),
    others.length === 0 ? passed(name) : failed(name, `others: ${others.join(', ')}`),
  ];
}

async function inode(path: string): Promise<{ readonly ino: number; readonly dev: number }> {
  const { ino, dev } = await stat(path).catch(() => ({ ino: -1, dev: -1 }));
  return { ino, dev };
}
