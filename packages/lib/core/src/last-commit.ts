import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { timeMistake } from './created-date';
import { BasewrightError, reasonOf, systemCodeOf } from './errors';
import { exec } from './exec';

/**
 * Arguments of git that print the time of the last commit which touched `paths`, in seconds since 1970, and its name; nothing
 * when none did. Plumbing, which no setting of a user changes. Paths are relative to the directory git runs in; a `*` in the
 * last part of one stands for any name.
 */
export function lastCommitArguments(paths: readonly string[]): string[] {
  return ['--no-replace-objects', 'rev-list', '-1', '--timestamp', 'HEAD', '--', ...paths.map(pathspec)];
}

/** https://git-scm.com/docs/gitglossary (pathspec) */
function pathspec(path: string): string {
  return path.includes('*') ? `:(glob)${path.replace(/[?[\]\\]/g, '\\$&')}` : `:(literal)${path}`;
}

/**
 * When the last commit was made that touched one of `paths` of the workspace, in seconds since 1970. What is not committed
 * does not matter. `field` is who asks, for messages. Throws BAD_INPUT where the answer would depend on the checkout: no
 * repository, no such commit, or one that a shallow clone ends with; and when no archive can say the time.
 */
export async function lastCommitTime(workspace: string, paths: readonly string[], field: string): Promise<number> {
  const git = async (...args: string[]): Promise<string> =>
    (await exec('git', args, { cwd: workspace, purpose: `read the date for ${field}` })).stdout.trim();
  const refuse = (problem: string, hint: string): BasewrightError =>
    new BasewrightError('BAD_INPUT', `cannot read the date for ${field}: ${problem}`, {
      hint: `${hint}; or write a date in place of "git"`,
    });
  const shallow = await git('rev-parse', '--git-path', 'shallow').catch((error: unknown) => {
    if (!reasonOf(error).includes('not a git repository')) throw error;
    throw refuse('the workspace is not in a git repository', 'git init, and commit the sources of the image');
  });
  const [time = '', commit = ''] = (await git(...lastCommitArguments(paths)).catch(noCommit)).split(' ');
  if (commit === '') throw refuse(`no commit has touched ${paths.join(', ')}`, 'git add them, and git commit');
  if ((await shallowCommits(resolve(workspace, shallow))).includes(commit))
    throw refuse(
      `the clone is shallow and ends with ${commit.slice(0, 12)}, so that which commit touched the image last is not known`,
      'git fetch --unshallow',
    );
  const mistake = timeMistake(Number(time));
  if (mistake !== null) throw refuse(`commit ${commit.slice(0, 12)}: ${mistake}`, 'commit with the right time');
  return Number(time);
}

/** A repository without a commit has no HEAD. */
function noCommit(error: unknown): string {
  if (reasonOf(error).includes("bad revision 'HEAD'")) return '';
  throw error;
}

/** The commits that a shallow clone ends with. */
async function shallowCommits(file: string): Promise<string[]> {
  try {
    return (await readFile(file, 'utf8')).split('\n');
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
