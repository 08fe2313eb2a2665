import { hostDebianArch, platformOf, PLATFORMS } from '@basewright/core';
import { resolveImageSettings } from '@basewright/image';

import { imagePaths } from './image-paths';
import { runStage } from './run-stage';

const native = PLATFORMS.find(({ debianArch }) => debianArch === hostDebianArch())?.id ?? '';
const context = { name: 'tiny', paths: imagePaths('images/tiny', 'tiny'), settings: resolveImageSettings({}) };

it("runs the image of this machine's platform, and knows how to make the others", () => {
  const { reads, options } = runStage(context, ['linux/s390x', native]);
  const { name } = platformOf(native);
  const target = `layout--${name}`;
  expect(reads).toEqual([target]);
  expect(options).toMatchObject({
    name: 'tiny',
    images: [
      { platform: native, directory: `dist/images/tiny/publish--${name}`, target },
      { platform: 'linux/s390x', target: 'layout--s390x' },
    ],
  });
  expect(options).not.toHaveProperty('outputPath');
});

it('runs the first platform of an image that is not for this machine', () => {
  expect(runStage(context, ['linux/s390x', 'linux/ppc64le']).reads).toEqual(['layout--s390x']);
});
