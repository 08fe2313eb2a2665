import { type DebianSettings } from '@basewright/debian';
import { type Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';

import { setUpWorkspace } from './set-up-workspace';

const setUp = (given: DebianSettings = {}): Record<string, string> => {
  setUpWorkspace(tree, given);
  return Object.fromEntries(
    ['nx.json', '.gitignore', '.nxignore', '.prettierignore', 'basewright.lock.json']
      .filter((path) => tree.exists(path))
      .map((path) => [path, tree.read(path, 'utf8') ?? '']),
  );
};

const plugins = (files: Record<string, string>): unknown =>
  (JSON.parse(files['nx.json'] ?? '') as { plugins: unknown }).plugins;

let tree: Tree;
beforeEach(() => {
  tree = createTreeWithEmptyWorkspace();
  tree.delete('.prettierignore');
  tree.write('.gitignore', '/node_modules\n/dist/');
});

it('registers the plugin, ignores what is made and starts a lock file', () => {
  const files = setUp();
  expect(plugins(files)).toEqual(['@basewright/nx']);
  expect(files['.gitignore']).toBe('/node_modules\n/dist/\n.nx/cache\n.nx/workspace-data\n');
  expect(JSON.parse(files['basewright.lock.json'] ?? '')).toEqual({
    lockVersion: 2,
    suite: 'trixie',
    archives: {},
    packages: {},
    sources: {},
    sets: {},
  });
  expect(files['.nxignore']).toMatch(/^images\/\*\/README.md$/m);
  expect(files['.prettierignore']).toBeUndefined();
});

it('changes nothing the second time, nor what a team has set up itself', () => {
  tree.write('.prettierignore', 'dist\n');
  const plugin = { plugin: '@basewright/nx', options: { strict: true, debian: { suite: 'forky' } } };
  tree.write('nx.json', JSON.stringify({ plugins: ['@nx/js', plugin] }));
  const first = setUp();
  expect(plugins(first)).toEqual(['@nx/js', plugin]);
  expect(first['.prettierignore']).toBe('dist\nbasewright.lock.json\n');
  expect(JSON.parse(first['basewright.lock.json'] ?? '')).toMatchObject({ suite: 'forky' });
  expect(setUp()).toEqual(first);
});

it('keeps where packages come from on a host that is not Debian', () => {
  tree.write('nx.json', JSON.stringify({ plugins: ['@basewright/nx'] }));
  const debian = { mirror: 'https://mirror.example.org/debian/', keyring: '/etc/keys.gpg' };
  expect(plugins(setUp(debian))).toEqual([{ plugin: '@basewright/nx', options: { debian } }]);
});
