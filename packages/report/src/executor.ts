import { asImageExecutor } from '@basewright/image';

import { type ReportOptions } from './options';
import { report } from './report';

/** The Nx executor `@basewright/report:report`; schema.json describes its options. */
export default asImageExecutor<ReportOptions>(async (options, context) => {
  await report(options, context.root);
});
