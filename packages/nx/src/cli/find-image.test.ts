import { join } from 'node:path';

import { type ProjectGraph } from '@nx/devkit';

import { findImage } from './find-image';

const workspace = join(__dirname, '../../../..');
const executor = '@basewright/run:run';
const byHand = { name: 'shell', images: [{ platform: 'linux/amd64', directory: 'dist/shell' }], lockFile: 'lock.json' };

const graph = {
  nodes: {
    coral: { data: { targets: { run: { executor, options: { image: 'images/coral/image.json', env: ['A=1'] } } } } },
    'by-hand': {
      data: {
        targets: {
          start: {
            executor,
            options: byHand,
            dependsOn: ['layout', '^build', { projects: ['coral', 'other'], target: 'layout--amd64' }, { target: 'x' }],
          },
        },
      },
    },
    library: { data: { targets: { build: { executor: 'nx:noop' } } } },
  },
} as unknown as ProjectGraph;

it('takes the options of an image.json, and of the target beside them', () => {
  const { options, configured } = findImage(workspace, graph, 'coral');
  expect(options).toMatchObject({
    name: 'coral',
    images: [{ directory: 'dist/images/coral/publish--amd64', target: 'layout--amd64' }, {}],
    lockFile: 'basewright.lock.json',
  });
  expect(configured).toMatchObject({ env: ['A=1'] });
});

it('takes a target that is written by hand, whatever it is called, and what it names to depend on', () => {
  expect(findImage(workspace, graph, 'by-hand')).toMatchObject({
    options: byHand,
    dependsOn: [
      { project: 'by-hand', target: 'layout' },
      { project: 'coral', target: 'layout--amd64' },
      { project: 'other', target: 'layout--amd64' },
      { project: 'by-hand', target: 'x' },
    ],
  });
});

it.each([
  ['corral', 'cannot run corral: there is no image project of that name (did you mean "coral"?)'],
  ['library', 'cannot run library: there is no image project of that name'],
])('knows no image %s', (wanted, message) => {
  expect(() => findImage(workspace, graph, wanted)).toThrow(message);
});
