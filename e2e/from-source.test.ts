import { spawnSync } from 'node:child_process';

import { type NxRun } from './nx-workspace';
import { RepositoryCopy } from './repository-copy';
import { tinyImage } from './tiny-image';

/** As those work who develop Basewright: executors run from their sources. */
const workspace = new RepositoryCopy();
afterAll(() => {
  workspace.remove();
});

const git = (...args: readonly string[]): void => {
  const { status, stderr } = spawnSync('git', args, { cwd: workspace.root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
};

beforeAll(() => {
  workspace.write('images/busybox-musl/README.md', 'What this image is for.\n');
  workspace.write('images/tiny/image.json', tinyImage());
  git('init', '--quiet');
  git('add', '--all');
  git('-c', 'user.name=e2e', '-c', 'user.email=e2e@example.org', 'commit', '--quiet', '--message', 'start');
});
afterEach(() => {
  git('checkout', '--quiet', '.');
});

/** The images that `nx affected` would run for once these files are edited. */
function affectedBy(...files: readonly string[]): string[] {
  for (const file of files) workspace.edit(file, (text) => `${text}\n`);
  const { exitCode, output } = workspace.nx(['show', 'projects', '--affected', '--base=HEAD', '--json']);
  if (exitCode !== 0) throw new Error(output);
  const projects = JSON.parse(/^\[.*\]$/m.exec(output)?.[0] ?? '') as string[];
  return projects.filter((name) => !name.startsWith('@basewright/')).sort();
}

const BUSYBOX = ['busybox-glibc', 'busybox-musl', 'busybox-uclibc'];

it('an edit to one image touches that image', () => {
  expect(affectedBy('images/busybox-musl/image.json')).toEqual(['busybox-musl']);
});

it('an edit to a shared fragment touches the images that name it', () => {
  expect(affectedBy('images/common/official.config')).toEqual(expect.arrayContaining(BUSYBOX));
});

it.each([
  'packages/stages/rootfs-assemble/src/plan.ts',
  'packages/lib/core/src/platform.ts',
  'packages/nx/src/plugin.ts',
])('an edit to %s touches every image', (file) => {
  expect(affectedBy(file)).toEqual(expect.arrayContaining(BUSYBOX));
});

it('an edit to a README, or to the digests a build is compared with, touches nothing', () => {
  const read = ['README.md', 'packages/lib/core/README.md', 'images/busybox-musl/README.md'];
  expect(affectedBy(...read, 'images/busybox-glibc/digests.json')).toEqual([]);
});

const publish = (): NxRun => {
  const run = workspace.nx(['run', 'tiny:publish']);
  if (run.exitCode !== 0) throw new Error(run.output);
  return run;
};

it("a stage runs again when its executor's source changes, and stops where the bytes are the same", () => {
  expect(publish().ran).toContain('tiny:rootfs-assemble--amd64');
  workspace.edit('packages/stages/rootfs-assemble/src/assemble.ts', (text) => `${text}\n// touched\n`);
  expect(publish().ran).toEqual(['tiny:rootfs-assemble--amd64']);
});

it("nothing runs when the README of an executor's package changes", () => {
  publish();
  workspace.edit('packages/stages/rootfs-assemble/README.md', (text) => `${text}\nmore\n`);
  expect(publish().ran).toEqual([]);
});
