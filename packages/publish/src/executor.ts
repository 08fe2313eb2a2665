import { asExecutor } from '@basewright/core';

import { type PublishOptions } from './options';
import { publish } from './publish';

/** The Nx executor `@basewright/publish:publish`; schema.json describes its options. */
export default asExecutor<PublishOptions>(async (options, context) => {
  await publish(options, context.root);
});
