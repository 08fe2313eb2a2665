import { asExecutor, checkedOptions } from '@basewright/core';

import { fetchAndVerify } from './fetch-and-verify';
import { fetchAndVerifyOptions } from './options';

/** The Nx executor `@basewright/fetch-and-verify:fetch-and-verify`; schema.json describes its options. */
export default asExecutor(async (given: unknown, context) => {
  const options = checkedOptions('fetch-and-verify', fetchAndVerifyOptions, given);
  await fetchAndVerify(options, context.root);
});
