import { artefact, defineContract } from '@basewright/contracts';
import { z } from 'zod';

const body = z.strictObject({ json: artefact, text: artefact });

export type ReportOutput = z.infer<typeof body>;

/** What report leaves: the same report twice, for programs and for people. */
export const reportOutput = defineContract<ReportOutput>({ stage: 'report', schema: 1, body });
