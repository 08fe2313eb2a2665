import { spawnSync } from 'node:child_process';

import { Workspace } from './workspace';

const workspace = new Workspace();
afterAll(() => {
  workspace.remove();
});

const git = (...args: readonly string[]): void => {
  const { status, stderr } = spawnSync('git', args, { cwd: workspace.root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
};

beforeAll(() => {
  workspace.write('images/busybox-musl/README.md', 'What this image is for.\n');
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

it.each(['packages/rootfs/src/plan.ts', 'packages/core/src/platform.ts', 'packages/nx/src/plugin.ts'])(
  'an edit to %s touches every image',
  (file) => {
    expect(affectedBy(file)).toEqual(expect.arrayContaining(BUSYBOX));
  },
);

it('an edit to a README touches nothing', () => {
  expect(affectedBy('README.md', 'packages/core/README.md', 'images/busybox-musl/README.md')).toEqual([]);
});
