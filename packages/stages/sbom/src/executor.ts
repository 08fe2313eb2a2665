import { asExecutor, checkedOptions } from '@basewright/core';

import { sbomOptions } from './options';
import { sbom } from './sbom';

/** The Nx executor `@basewright/sbom:sbom`; schema.json describes its options. */
export default asExecutor(async (given: unknown, context) => {
  const options = checkedOptions('sbom', sbomOptions, given);
  await sbom(options, context.root);
});
