import { asExecutor } from '@basewright/core';

import { type ImageTestOptions, testImage } from './test-image';

/** Nx executor `@basewright/image-test:image-test`. */
export default asExecutor<ImageTestOptions>(async (options, context) => {
  await testImage(context.root, options);
});
