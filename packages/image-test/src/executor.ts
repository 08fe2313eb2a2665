import { asImageExecutor } from '@basewright/image';

import { type ImageTestOptions } from './options';
import { testImage } from './test-image';

/** Nx executor `@basewright/image-test:image-test`. */
export default asImageExecutor<ImageTestOptions>(async (options, context) => {
  await testImage(context.root, options);
});
