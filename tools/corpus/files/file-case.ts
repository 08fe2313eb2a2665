import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { SECRET } from '../canary';
import { type Case } from '../case';
import { inPlace, type Place, withVariables } from '../in-place';
import { mistakeIn, outcomeOf } from '../outcome';

/** What is put at a path of the workspace: content, a link, a pipe that nobody writes to, or a directory. */
export type Put = string | Buffer | { readonly link: string } | { readonly pipe: true } | { readonly directory: true };

/** Files by their paths. */
export type Puts = Readonly<Record<string, Put>>;

/** Files that are read by one step. */
export interface FileFamily {
  readonly name: string;
  readonly cases: readonly Case<Puts, never>[];
  readonly step: (place: Place<Puts>) => Promise<unknown>;
  /** Variables of the environment while the step is done and its failure is told; undefined takes one away. */
  readonly variables?: (made: Puts) => Readonly<Record<string, string | undefined>>;
}

/** Tries a case, and gives what went otherwise than it should, a line each. */
export async function mistakesOfFile(
  { make, expected }: Case<Puts, never>,
  { step, variables }: Pick<FileFamily, 'step' | 'variables'>,
): Promise<string[]> {
  const mistakes: string[] = [];
  const fill = (workspace: string, canary: string): Puts => {
    const made = make(canary);
    for (const [path, put] of Object.entries(made)) write(join(workspace, path), put);
    return made;
  };
  const changed = await inPlace(fill, async (place) => {
    const outcome = await withVariables(variables?.(place.made) ?? {}, () => outcomeOf(() => step(place)));
    const mistake = mistakeIn(outcome, expected);
    if (mistake !== null) mistakes.push(mistake);
    if (outcome.refusal?.includes(SECRET) === true) mistakes.push('a secret is told');
  });
  return [...mistakes, ...changed];
}

function write(path: string, put: Put): void {
  mkdirSync(dirname(path), { recursive: true });
  if (typeof put === 'string' || Buffer.isBuffer(put)) writeFileSync(path, put);
  else if ('link' in put) symlinkSync(put.link, path);
  else if ('directory' in put) mkdirSync(path);
  else spawnSync('mkfifo', [path]);
}
