import { isFirstInRun, type Store } from '@basewright/core';
import { type UnpackedEntry } from '@basewright/oci';

import { type User } from './user';

/**
 * What to tell, once, of an image with files of others than the user of the command where this machine grants us one id.
 * `refused` is why it does, where it grants more on paper. Empty where nothing is to be told.
 */
export async function oneIdNote(
  store: Store,
  others: readonly UnpackedEntry[],
  { user, refused }: { readonly user: User; readonly refused: string | null },
): Promise<string> {
  const [first] = others;
  if (first === undefined || !(await isFirstInRun(store, { oneId: process.cwd() }))) return '';
  return describeOneId(first, others.length, { user, refused });
}

/** The note for so many files. */
function describeOneId(
  { path, uid, gid }: UnpackedEntry,
  count: number,
  { user, refused }: { readonly user: User; readonly refused: string | null },
): string {
  const more = count === 1 ? '' : ` and ${count - 1} more`;
  return [
    `note: this machine grants you one user id${refused === null ? '' : ` (${refused})`}: ${path}${more}, of ${uid}:${gid} in the image, belong to ${user.uid}:${user.gid} here, and a command cannot become another user`,
    'hint: install newuidmap (Debian: apt-get install uidmap), and as root: usermod --add-subuids 100000-165535 --add-subgids 100000-165535 NAME',
    '',
  ].join('\n');
}
