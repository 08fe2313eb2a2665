import { resolveImageSettings } from '@basewright/image';

import { builtImage } from '../../image/test/built-image';
import { imagePaths } from './image-paths';
import { imageStages } from './image-stages';

it('reads the stages that it tells of, on every platform, and knows what is accepted', () => {
  const busybox = { version: '1.38.0', accepted: { 'CVE-2018-1000500': 'no wget here' } };
  const written = { libc: 'musl', busybox, platforms: ['linux/arm64', 'linux/amd64'] };
  const image = builtImage(written);
  const paths = imagePaths('images/tiny', 'tiny');
  const stages = imageStages({ name: 'tiny', image, paths, settings: resolveImageSettings(undefined) }, []);
  expect(stages['report']).toMatchObject({
    options: {
      outputPath: 'dist/images/tiny/report',
      accepted: { 'CVE-2018-1000500': 'no wget here' },
      fetchAndVerify: 'dist/images/tiny/fetch-and-verify',
      platforms: [
        {
          platform: 'linux/amd64',
          configure: 'dist/images/tiny/configure--amd64',
          compile: 'dist/images/tiny/compile--amd64',
          libraryResolve: 'dist/images/tiny/library-resolve--amd64',
          rootfsAssemble: 'dist/images/tiny/rootfs-assemble--amd64',
        },
        { platform: 'linux/arm64' },
      ],
    },
  });
  expect(stages['report']?.reads).toHaveLength(9);
  expect(stages['report']?.reads.filter((name) => typeof name !== 'string' || !(name in stages))).toEqual([]);
});

it.each([
  ['layout', ['linux/amd64', 'linux/arm64']],
  ['layout--arm64', ['linux/arm64']],
])('%s knows by what its BusyBox was built, and what is accepted', (target, platforms) => {
  const busybox = { version: '1.38.0', accepted: { 'CVE-2018-1000500': 'no wget here' } };
  const image = builtImage({ libc: 'musl', busybox, platforms: ['linux/arm64', 'linux/amd64'] });
  const paths = imagePaths('images/tiny', 'tiny');
  const stages = imageStages({ name: 'tiny', image, paths, settings: resolveImageSettings(undefined) }, []);
  expect(stages[target]?.options).toHaveProperty('busybox', {
    fetchAndVerify: 'dist/images/tiny/fetch-and-verify',
    platforms: platforms.map((platform) => {
      const name = platform.replace('linux/', '');
      return {
        platform,
        configure: `dist/images/tiny/configure--${name}`,
        compile: `dist/images/tiny/compile--${name}`,
      };
    }),
    accepted: { 'CVE-2018-1000500': 'no wget here' },
  });
});
