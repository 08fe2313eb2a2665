import { asExecutor } from '@basewright/core';

import { fetchAndVerify } from './fetch-and-verify';
import { type FetchOptions } from './options';

/** The Nx executor `@basewright/fetch:fetch-and-verify`; schema.json describes its options. */
export default asExecutor<FetchOptions>(async (options, context) => {
  await fetchAndVerify(options, context.root);
});
