import { asImageExecutor } from '@basewright/image';

import { configure } from './configure';
import { type ConfigureOptions } from './options';

/** The Nx executor `@basewright/configure:configure`; schema.json describes its options. */
export default asImageExecutor<ConfigureOptions>(async (options, context) => {
  await configure(options, context.root);
});
