import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where this repository is checked out. */
export const REPOSITORY = resolve(__dirname, '..');

/** The files of this repository that git knows or would add, relative to it. */
export function trackedFiles(): string[] {
  const { stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: REPOSITORY,
    encoding: 'utf8',
  });
  return stdout.split('\0').filter((path) => path !== '');
}

/** Where packages lie. */
const FLOORS = ['packages', 'packages/lib', 'packages/stages'];

/** The directories of all packages of a checkout, relative to it. */
export function packageDirectories(root: string): string[] {
  const below = FLOORS.flatMap((floor) => readdirSync(join(root, floor)).map((name) => `${floor}/${name}`));
  return below.filter((directory) => existsSync(join(root, directory, 'package.json'))).sort();
}
