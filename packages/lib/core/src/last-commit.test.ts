import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { lastCommitTime } from './last-commit';

const scratch = mkdtempSync(join(tmpdir(), 'last-commit-'));
const repository = join(scratch, 'repository');
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

function git(...args: string[]): void {
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
    stdio: 'ignore',
    cwd: args[0] === 'init' || args[0] === 'clone' ? scratch : repository,
  });
}

function commit(file: string, date: number): void {
  writeFileSync(join(repository, file), `${date}`);
  git('add', '--', file);
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '-qm', file], {
    cwd: repository,
    env: { ...process.env, GIT_COMMITTER_DATE: `@${date} +0500`, GIT_AUTHOR_DATE: '@1 +0000' },
  });
}

const timeOf = (...paths: string[]): Promise<number> => lastCommitTime(repository, paths, 'image.created');

it('is the time of the last commit that touched one of the paths', async () => {
  git('init', '-q', 'repository');
  await expect(timeOf('a')).rejects.toThrow('cannot read the date for image.created: no commit has touched a');
  commit('a', 1_600_000_000);
  commit('b[1].patch', 1_600_000_100);
  commit('c', 1_600_000_200);
  writeFileSync(join(repository, 'a'), 'not committed');
  expect(await timeOf('a')).toBe(1_600_000_000);
  expect(await timeOf('a', 'b[1].patch')).toBe(1_600_000_100);
  expect(await timeOf('b*.patch')).toBe(1_600_000_100);
  expect(await timeOf('b[1]*')).toBe(1_600_000_100);
  await expect(timeOf('d', 'e')).rejects.toThrow('no commit has touched d, e');
});

it('is not known where a shallow clone ends with it', async () => {
  git('clone', '-q', '--depth=2', `file://${repository}`, 'shallow');
  const inClone = (path: string): Promise<number> => lastCommitTime(join(scratch, 'shallow'), [path], 'image.created');
  expect(await inClone('c')).toBe(1_600_000_200);
  await expect(inClone('a')).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: expect.stringContaining('the clone is shallow and ends with') as string,
    hint: 'git fetch --unshallow; or write a date in place of "git"',
  });
});

it('needs a repository, and a time that archives can say', async () => {
  await expect(lastCommitTime(scratch, ['a'], 'image.created')).rejects.toThrow('is not in a git repository');
  commit('old', 1);
  await expect(timeOf('old')).rejects.toThrow('expected a date from 1980');
});
