import { z } from 'zod';

import { artefact, defineContract } from './contract';

const statement = z
  .strictObject({
    /** `CVE-2023-42366` */
    id: z.string().min(1),
    /** What is wrong, in a line. */
    summary: z.string(),
    status: z.enum(['fixed', 'not_affected', 'affected', 'under_investigation']),
    /** Why: `CONFIG_AWK is off`, or the patches with their digests. */
    because: z.string(),
    /** What would close it; null where nothing has to be done. */
    action: z.string().nullable(),
  })
  .refine(({ status, action }) => status !== 'affected' || action !== null, 'what affects has to say what to do');

const body = z.strictObject({
  /** What the known vulnerabilities of BusyBox are to the image, in the order of the table; none without a BusyBox that is known. */
  statements: z.array(statement),
  /** The document; null where there is no statement, which OpenVEX does not have. */
  openvex: artefact.nullable(),
});

/** What one vulnerability is to an image. */
export type VexStatement = z.infer<typeof statement>;
export type VexOutput = z.infer<typeof body>;

/** What vex leaves: what known vulnerabilities are to an image, for scanners. */
export const vexOutput = defineContract<VexOutput>({ stage: 'vex', schema: 1, body });
