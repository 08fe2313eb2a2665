import { asExecutor, checkedOptions } from '@basewright/core';

import { reportOptions } from './options';
import { report } from './report';

/** The Nx executor `@basewright/report:report`; schema.json describes its options. */
export default asExecutor(async (given: unknown, context) => {
  const options = checkedOptions('report', reportOptions, given);
  await report(options, context.root);
});
