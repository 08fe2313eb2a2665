import { sourceDate, version } from '@basewright/core';
import { z } from 'zod';

import { artefact, defineContract } from './contract';

const body = z.strictObject({
  version,
  config: artefact,
  /** include/autoconf.h, which conf writes with it: the same settings for C. */
  header: artefact,
  /** SOURCE_DATE_EPOCH of everything made from these sources: seconds since 1970. */
  sourceDate,
});

export type ConfigureOutput = z.infer<typeof body>;

/** What configure leaves: a complete .config in which every request was found to hold. */
export const configureOutput = defineContract<ConfigureOutput>({ stage: 'configure', schema: 1, body });
