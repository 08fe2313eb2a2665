import { version } from '@basewright/core';
import { LIBCS } from '@basewright/libcs';
import { z } from 'zod';

import { artefact, defineContract } from './contract';

const body = z.strictObject({
  libc: z.enum(LIBCS),
  version,
  /** A tar of the sysroot: headers, static libraries, start files and the compiler's specs file. */
  sysroot: artefact,
});

export type LibcOutput = z.infer<typeof body>;

/** What libc leaves, for libcs that Debian has no package of: the libc built from source. */
export const libcOutput = defineContract<LibcOutput>({ stage: 'libc', schema: 1, body });
