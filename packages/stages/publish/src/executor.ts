import { asExecutor, checkedOptions } from '@basewright/core';

import { publishOptions } from './options';
import { publish } from './publish';

/** The Nx executor `@basewright/publish:publish`; schema.json describes its options. */
export default asExecutor(async (given: unknown, context) => {
  const options = checkedOptions('publish', publishOptions, given);
  await publish(options, context.root);
});
