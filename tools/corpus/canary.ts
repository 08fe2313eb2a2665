import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { sha256 } from '@basewright/core';

/** What nobody may read into an image or a message. */
export const SECRET = 'secret of the user 4e1243bd';

/** A directory of the user's, with what inputs are after. */
export function plantCanary(directory: string): void {
  mkdirSync(join(directory, 'dir'), { recursive: true });
  writeFileSync(join(directory, 'victim'), 'mine\n');
  writeFileSync(join(directory, 'secret'), `${SECRET}\n`);
  writeFileSync(join(directory, 'passwd'), `root:x:0:0:${SECRET}:/root:/bin/sh\n`);
  writeFileSync(join(directory, 'dir/file'), 'mine, too\n');
}

/** Everything in a directory but some of its names: types, modes, times and contents, a line each. */
export function stateOfTree(directory: string, without: readonly string[] = []): string[] {
  const names = readdirSync(directory).filter((name) => !without.includes(name));
  return names.sort().flatMap((name) => {
    const path = join(directory, name);
    const stat = lstatSync(path);
    const told = [path, stat.mode.toString(8), stat.size, stat.mtimeMs].join(' ');
    if (stat.isDirectory()) return [`${path}/ ${stat.mode.toString(8)}`, ...stateOfTree(path)];
    if (stat.isSymbolicLink()) return [`${told} ${readlinkSync(path)}`];
    return [stat.isFile() ? `${told} ${sha256(readFileSync(path))}` : told];
  });
}
