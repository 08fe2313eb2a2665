import { asImageExecutor } from '@basewright/image';

import { fetchAndVerify } from './fetch-and-verify';
import { type FetchOptions } from './options';

/** The Nx executor `@basewright/fetch:fetch-and-verify`; schema.json describes its options. */
export default asImageExecutor<FetchOptions>(async (options, context) => {
  await fetchAndVerify(options, context.root);
});
