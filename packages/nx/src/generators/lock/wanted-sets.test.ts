import { parseImageFile } from '@basewright/image';

import { type ImageFile, wantedSets } from './wanted-sets';

const image = (name: string, more: object): ImageFile => {
  const file = `images/${name}/image.json`;
  return { file, spec: parseImageFile(file, JSON.stringify(more)) };
};
const purposes = (...images: ImageFile[]): string[] => wantedSets(images, 'amd64').sets.map(({ purpose }) => purpose);

const busybox = { version: '1.38.0' };

it('pins the libraries of images on glibc, and which release they are from, once for each architecture', () => {
  const platforms = ['linux/amd64', 'linux/arm/v5', 'linux/arm/v6'];
  const sets = purposes(
    image('a', { libc: 'glibc', busybox, platforms }),
    image('b', { libc: 'glibc', busybox, platforms }),
  );
  expect(sets.filter((purpose) => /^(libraries|identity)\//.test(purpose))).toEqual([
    ...['identity/amd64', 'identity/armel', 'libraries/amd64', 'libraries/armel'],
  ]);
});

it('pins neither for static images, and the release for packages on them', () => {
  const base = image('base', { libc: 'musl', busybox, platforms: ['linux/amd64'] });
  const app = image('app', { from: 'base', platforms: ['linux/amd64'], packages: ['tzdata'], essential: false });
  expect(purposes(base).filter((purpose) => /^(libraries|identity)\//.test(purpose))).toEqual([]);
  expect(purposes(base, app).filter((purpose) => /^(identity|packages)\//.test(purpose))).toEqual([
    ...['identity/amd64', 'packages/app/amd64'],
  ]);
});
