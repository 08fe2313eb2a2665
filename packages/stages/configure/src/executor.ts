import { asExecutor, checkedOptions } from '@basewright/core';

import { configure } from './configure';
import { configureOptions } from './options';

/** The Nx executor `@basewright/configure:configure`; schema.json describes its options. */
export default asExecutor(async (given: unknown, context) => {
  const options = checkedOptions('configure', configureOptions, given);
  await configure(options, context.root);
});
