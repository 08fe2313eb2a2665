import {
  addProjectConfiguration,
  readJson,
  readNxJson,
  readProjectConfiguration,
  type Tree,
  updateNxJson,
} from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';

import { fourFloors } from './migration';

function workspace(): Tree {
  const tree = createTreeWithEmptyWorkspace();
  addProjectConfiguration(tree, 'app', {
    root: 'app',
    targets: {
      sources: { executor: '@basewright/fetch:fetch-and-verify', options: { outputPath: 'dist/a', tarballs: [] } },
      find: {
        executor: '@basewright/libraries:library-resolve',
        options: { binaries: 'dist/c', libraries: ['z', './l.txt', '/usr/lib/x'], find: 'z' },
      },
      test: { executor: '@basewright/image-test:image-test', options: { image: 'app/image.json' }, cache: true },
      report: {
        executor: '@basewright/report:report',
        options: { sources: 'dist/a', platforms: [{ platform: 'linux/amd64', binaries: 'dist/c', rootfs: 'dist/r' }] },
      },
      lint: { executor: 'nx:run-commands', options: { command: 'true' } },
    },
  });
  return tree;
}

it('renames executors and options that hold a directory, and leaves other targets as they are', async () => {
  const tree = workspace();
  await fourFloors(tree);
  expect(readProjectConfiguration(tree, 'app').targets).toEqual({
    sources: {
      executor: '@basewright/fetch-and-verify:fetch-and-verify',
      options: { outputPath: 'dist/a', tarballs: [] },
    },
    find: {
      executor: '@basewright/library-resolve:library-resolve',
      options: { compile: 'dist/c', libraries: ['z', { list: './l.txt' }, '/usr/lib/x'] },
    },
    test: { executor: '@basewright/nx:test', options: { image: 'app/image.json' }, cache: true },
    report: {
      executor: '@basewright/report:report',
      options: {
        fetchAndVerify: 'dist/a',
        platforms: [{ platform: 'linux/amd64', compile: 'dist/c', rootfsAssemble: 'dist/r' }],
      },
    },
    lint: { executor: 'nx:run-commands', options: { command: 'true' } },
  });
});

it('renames what nx.json says of executors, and what package.json depends on', async () => {
  const tree = workspace();
  updateNxJson(tree, {
    ...readNxJson(tree),
    targetDefaults: { '@basewright/compile:compile': { cache: false }, build: {} },
  });
  tree.write(
    'package.json',
    JSON.stringify({ devDependencies: { '@basewright/nx': '0.1.0', '@basewright/rootfs': '0.1.0' } }),
  );
  await fourFloors(tree);
  expect(readNxJson(tree)?.targetDefaults).toEqual({
    '@basewright/compile:compile': { cache: false },
    '@basewright/nx:compile': { cache: false },
    build: {},
  });
  expect(readJson(tree, 'package.json')).toEqual({
    devDependencies: {
      '@basewright/nx': '0.1.0',
      '@basewright/rootfs-assemble': '0.1.0',
      '@basewright/layer-assemble': '0.1.0',
    },
  });
});

it('changes nothing the second time', async () => {
  const tree = workspace();
  await fourFloors(tree);
  const before = tree.read('app/project.json', 'utf8');
  await fourFloors(tree);
  expect(tree.read('app/project.json', 'utf8')).toBe(before);
});
