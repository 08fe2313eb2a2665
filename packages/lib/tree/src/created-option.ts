import { dateMistake, lastCommitTime, secondsOf, workspacePath } from '@basewright/core';
import { z } from 'zod';

const date = z.string().check(({ value, issues }) => {
  const message = dateMistake(value);
  if (message !== null) issues.push({ code: 'custom', message, input: value });
});

/** When an image says it was made, as an option of a stage. */
export const createdOption = z
  .union([
    date,
    z.strictObject({
      lastCommitOf: z
        .array(workspacePath)
        .describe('Files and directories; the last part of a path may hold `*`.')
        .meta({ examples: [['images/app/image.json', 'images/app/site']] }),
    }),
  ])
  .optional()
  .describe(
    "When the image was made: a date (RFC 3339), or the last commit that touched paths of the workspace. The image's own files have that time, too. Default: that of the BusyBox release, or of the base.",
  )
  .meta({ examples: ['2026-01-31T12:00:00Z', { lastCommitOf: ['images/app/image.json'] }] });

/** {@link createdOption}, checked. */
export type Created = string | { readonly lastCommitOf: readonly string[] } | undefined;

/** The time in seconds since 1970; `otherwise` where the option is not given. Throws what lastCommitTime throws. */
export async function createdTime(workspace: string, created: Created, otherwise: number): Promise<number> {
  if (created === undefined) return otherwise;
  if (typeof created === 'string') return secondsOf(created);
  return lastCommitTime(workspace, created.lastCommitOf, 'image.created');
}
