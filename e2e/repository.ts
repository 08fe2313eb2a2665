import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

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
