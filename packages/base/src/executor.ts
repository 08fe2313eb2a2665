import { asImageExecutor } from '@basewright/image';

import { fetchBase } from './fetch-base';
import { type BaseOptions } from './options';

/** The Nx executor `@basewright/base:base`; schema.json describes its options. */
export default asImageExecutor<BaseOptions>(async (options, context) => {
  await fetchBase(options, context.root);
});
