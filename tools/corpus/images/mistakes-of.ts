import { join } from 'node:path';

import { SECRET } from '../canary';
import { expectedOf } from '../case';
import { inPlace } from '../in-place';
import { mistakeIn, outcomeOf } from '../outcome';
import { IMAGE_STEPS, STEPS } from './entry-points';
import { writeHostileLayout } from './layout';
import { type ImageCase } from './trees';

/** Takes an image through every step, unless the first leaves none, and gives what went otherwise than it should, a line each. */
export async function mistakesOf(one: ImageCase): Promise<string[]> {
  const mistakes: string[] = [];
  const changed = await inPlace(
    (workspace, canary) => writeHostileLayout(join(workspace, 'layout'), one.make(canary)),
    async ({ workspace, made }) => {
      for (const step of IMAGE_STEPS) {
        const place = { workspace, digest: made, tree: join(workspace, 'tree') };
        const outcome = await outcomeOf(() => STEPS[step](place));
        const mistake = mistakeIn(outcome, expectedOf(one, step));
        if (mistake !== null) mistakes.push(`${step}: ${mistake}`);
        if (outcome.refusal?.includes(SECRET) === true) mistakes.push(`${step}: a secret is told`);
        if (step === 'pull' && outcome.refusal !== null) break;
      }
    },
  );
  return [...mistakes, ...changed];
}
