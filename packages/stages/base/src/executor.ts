import { asExecutor, checkedOptions } from '@basewright/core';

import { fetchBase } from './fetch-base';
import { baseOptions } from './options';

/** The Nx executor `@basewright/base:base`; schema.json describes its options. */
export default asExecutor(async (given: unknown, context) => {
  const options = checkedOptions('base', baseOptions, given);
  await fetchBase(options, context.root);
});
