import { type Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';

import { addImage } from './add-image';
import { type ImageGeneratorOptions } from './options';

let tree: Tree;
beforeEach(() => {
  tree = createTreeWithEmptyWorkspace();
});

const image = (options: ImageGeneratorOptions, path = `images/${options.name}/image.json`): unknown => {
  addImage(tree, options);
  return JSON.parse(tree.read(path, 'utf8') ?? '');
};

const common = { $schema: '../../node_modules/@basewright/nx/image.schema.json' };

it('writes an image of the newest BusyBox for the platforms that were asked for', () => {
  expect(image({ name: 'shell', libc: 'musl', platforms: ['linux/arm64', 'linux/386'] })).toEqual({
    ...common,
    libc: 'musl',
    busybox: { version: '1.38.0' },
    platforms: ['linux/arm64', 'linux/386'],
  });
});

it('has a default for everything but the name', () => {
  expect(image({ name: 'shell', from: '', platforms: [] })).toMatchObject({
    libc: 'glibc',
    platforms: [expect.stringMatching(/^linux\//)],
  });
});

it('puts a project elsewhere, with its name', () => {
  const written = image({ name: 'shell', directory: 'apps/web/base' }, 'apps/web/base/image.json');
  expect(written).toMatchObject({ $schema: '../../../node_modules/@basewright/nx/image.schema.json', name: 'shell' });
});

it('changes nothing when it is run again, and never writes over an image that says something else', () => {
  image({ name: 'shell', libc: 'musl' });
  const first = tree.read('images/shell/image.json', 'utf8');
  image({ name: 'shell', libc: 'musl' });
  expect(tree.read('images/shell/image.json', 'utf8')).toBe(first);
  expect(() => image({ name: 'shell', libc: 'glibc' })).toThrow('cannot write images/shell/image.json: there is one');
});

it('refuses answers that do not go together, before it writes', () => {
  const uclibc = (): unknown => image({ name: 'shell', libc: 'uclibc', platforms: ['linux/s390x'] });
  expect(uclibc).toThrow('platforms[0]: uClibc-ng has no port to linux/s390x');
  expect(() => image({ name: 'My Shell' })).toThrow(/name: expected the name of an image project/);
  expect(tree.exists('images/shell/image.json')).toBe(false);
});

it('refuses a base that is no image project, with the nearest, before it writes', () => {
  image({ name: 'shell', libc: 'musl' });
  expect(() => image({ name: 'app', from: 'shel' })).toThrow(
    'cannot make app on shel: there is no image project of that name (did you mean "shell"?)',
  );
  expect(tree.exists('images/app/image.json')).toBe(false);
  expect(image({ name: 'app', from: 'shell' })).toMatchObject({ from: 'shell' });
});
