import { readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { exec, plainEnvironment } from '@basewright/core';
import { inTemporaryDirectory } from '@basewright/testing';

// Each test runs git some twenty times.
jest.setTimeout(120_000);

const REPOSITORY = join(__dirname, '..');
const workflow = textOf('.github/workflows/lock.yml');
const [, refresh = '', propose = ''] = workflow.split(/^ {2}(?:refresh|propose):$/m);

function textOf(path: string): string {
  return readFileSync(join(REPOSITORY, path), 'utf8');
}

/** What a step of the workflow runs. */
function scriptOf(name: string): string {
  return new RegExp(`- name: ${name}\\n(?: {8}[a-z].*\\n)* {8}run: \\|\\n((?: {10}.*\\n)+)`).exec(workflow)?.[1] ?? '';
}

it('gives the generator options that it has', () => {
  const { properties } = JSON.parse(textOf('packages/nx/src/generators/lock/schema.json')) as { properties: object };
  const command = /npx nx g @basewright\/nx:lock .*/.exec(workflow)?.[0] ?? '';
  const used = [...command.matchAll(/ --([a-z]+)/g)].map(([, name]) => name);
  expect(used).toContain('markdown');
  expect(Object.keys(properties)).toEqual(expect.arrayContaining(used));
});

it('lets the job that can write run git and gh alone', () => {
  expect(workflow).toMatch(/^permissions: \{\}$/m);
  expect(refresh).toContain('permissions:\n      contents: read\n    #');
  expect(propose).toContain('permissions:\n      contents: write\n      pull-requests: write\n    steps:');
  expect(propose.match(/\b(npm|npx|node|nx|tools) /g)).toBeNull();
});

const LINES = Array.from({ length: 20 }, (_none, at) => `line ${at}\n`).join('');
const BEFORE = { 'basewright.lock.json': LINES, 'images/web/image.json': LINES, 'package.json': LINES };

/** Runs the step `Push the branch` after a job that made these files, and gives those of its commit, if it made one. */
async function pushed(files: Readonly<Record<string, string>>): Promise<Record<string, string> | null> {
  return inTemporaryDirectory(async (directory) => {
    const identity = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a' };
    const env = { ...plainEnvironment(), HOME: directory };
    const git = async (...args: string[]): Promise<string> =>
      (await exec('git', args, { cwd: join(directory, 'clone'), env: { ...env, ...identity } })).stdout;
    await mkdir(join(directory, 'clone'));
    await git('init', '--quiet', '--bare', '../remote');
    await git('clone', '--quiet', '../remote', '.');
    await write(join(directory, 'clone'), BEFORE);
    await git('add', '.');
    await git('commit', '--quiet', '--message', 'before');
    // The branch of another night is there already.
    await git('commit', '--quiet', '--allow-empty', '--message', 'another night');
    await git('push', '--quiet', 'origin', 'HEAD:lock/refresh');
    await git('reset', '--quiet', '--hard', 'HEAD~');
    await write(join(directory, 'clone'), files);
    await git('add', '--intent-to-add', '.');
    await write(join(directory, 'lock'), {
      'lock.patch': await git('diff', '--binary'),
      'note.md': '2 CVEs fixed.\n\n### More\n',
    });
    await git('reset', '--quiet', '--hard');
    // GitHub runs a step so that says nothing of its shell.
    await exec('bash', ['-e', '-c', scriptOf('Push the branch')], {
      cwd: join(directory, 'clone'),
      env: {
        ...env,
        FILES: /^ {2}FILES: (.*)$/m.exec(workflow)?.[1] ?? '',
        RUNNER_TEMP: directory,
        GITHUB_OUTPUT: join(directory, 'output'),
      },
    });
    const output = await readFile(join(directory, 'output'), 'utf8').catch(() => '');
    await git('fetch', '--quiet', 'origin', 'lock/refresh');
    const message = await git('log', '-1', '--format=%B', 'FETCH_HEAD');
    if (output === '') {
      expect(message).toContain('another night');
      return null;
    }
    expect([output, message.trim()]).toEqual(['pushed=true\n', 'chore(lock): what Debian has now\n\n2 CVEs fixed.']);
    const names = (await git('diff', '--name-only', 'FETCH_HEAD~', 'FETCH_HEAD')).trim().split('\n');
    return Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await git('show', `FETCH_HEAD:${name}`)] as const)),
    );
  });
}

async function write(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
}

describe('the branch of the pull request', () => {
  const lock = LINES.replace('line 7', 'line seven');

  it('has the lock and the bases, in place of what it had', async () => {
    const files = { 'basewright.lock.json': lock, 'images/web/image.json': `${LINES}more\n` };
    expect(await pushed(files)).toEqual(files);
  });

  it('stays as it is when nothing changed', async () => {
    expect(await pushed({})).toBeNull();
  });

  it('takes nothing else from the job that runs programs', async () => {
    const others = { 'package.json': 'x\n', 'images/web/run.sh': 'x\n', '.github/workflows/lock.yml': 'x\n' };
    expect(await pushed({ ...others, 'basewright.lock.json': lock })).toEqual({ 'basewright.lock.json': lock });
    expect(await pushed(others)).toBeNull();
  });
});
