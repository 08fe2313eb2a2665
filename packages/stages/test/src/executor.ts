import { asExecutor, checkedOptions } from '@basewright/core';

import { testOptions } from './options';
import { testImage } from './test-image';

/** The Nx executor `@basewright/test:test`; schema.json describes its options. */
export default asExecutor(async (given: unknown, context) => {
  const options = checkedOptions('test', testOptions, given);
  await testImage(context.root, options);
});
