import { type ImageSettings } from '@basewright/image';
import { runTarget } from '@basewright/run';

import { stageOf } from '../from-image';

/** The Nx executor `@basewright/nx:run`: a command in the image of an image.json. */
export default runTarget(({ image, settings, ...own }, context) => {
  const { options } = stageOf('run', String(image), settings as ImageSettings | undefined, context);
  return { ...options, ...own };
});
