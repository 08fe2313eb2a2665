import { asExecutor, checkedOptions } from '@basewright/core';

import { vexOptions } from './options';
import { vex } from './vex';

/** The Nx executor `@basewright/vex:vex`; schema.json describes its options. */
export default asExecutor(async (given: unknown, context) => {
  const options = checkedOptions('vex', vexOptions, given);
  await vex(options, context.root);
});
