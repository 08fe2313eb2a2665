import { asImageExecutor } from '@basewright/image';

import { type PublishOptions } from './options';
import { publish } from './publish';

/** The Nx executor `@basewright/publish:publish`; schema.json describes its options. */
export default asImageExecutor<PublishOptions>(async (options, context) => {
  await publish(options, context.root);
});
