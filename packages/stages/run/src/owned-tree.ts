import { lstat, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { digestOf, exec, type Store, storedTree } from '@basewright/core';
import { type KeptImage, type UnpackedEntry } from '@basewright/oci';

import { applyChanges, writeChanges } from './container-root';
import { copiedBytes, isStorable, planOwners } from './image-owners';
import { type Namespaces } from './namespaces';
import { type User } from './user';

/** A tree to start on, and what of it still belongs to the user of the command. */
export interface StartingTree {
  readonly tree: string;
  readonly entries: readonly UnpackedEntry[];
}

/** So many bytes, or entries, change their owner at each start: less time than it takes to notice. */
const FEW_BYTES = 4 << 20;
const FEW_ENTRIES = 500;

/** What is done to a copy of a kept tree, in its new home: $1 is the tree. */
const COPY_OWNED = `
cp -a -- "$1" tree && cd tree || exit 1
${applyChanges('../lists')}`;

/**
 * A kept tree in which files have the owners of the image, made in the store, where too many would have to be changed at
 * each start: as a rule where the command is not root. Directories and what only some may read stay the caller's, who can
 * delete the store at any time and check it; root keeps all.
 */
export async function ownedTree(
  store: Store,
  { digest, tree, entries }: KeptImage,
  { user, namespaces }: { readonly user: User; readonly namespaces: Namespaces },
): Promise<StartingTree> {
  const { map, asRoot } = namespaces;
  if (map === null) return { tree, entries };
  const byRoot = process.getuid?.() === 0;
  const [stored, left] = [true, false].map((is) => entries.filter((entry) => isStorable(entry, byRoot) === is));
  const changes = planOwners(stored ?? [], user, map);
  const count = [...changes.owners.values()].reduce((sum, paths) => sum + paths.length, 0);
  if (copiedBytes(stored ?? [], user, map) < FEW_BYTES && count < FEW_ENTRIES) return { tree, entries };
  const path = join(store.images, digestOf({ image: digest, map, user: [user.uid, user.gid], byRoot }));
  const [first = ''] = [...changes.owners.values()].flat();
  const make = (anew: boolean): Promise<string> =>
    storedTree({ store, path, anew }, async (temporary) => {
      await mkdir(join(temporary, 'lists'));
      // Modes that were opened for the caller stay so in the store.
      const modes = new Map([...changes.modes].map(([mode, paths]) => [byRoot ? mode : opened(mode), paths]));
      await writeChanges(join(temporary, 'lists'), { owners: changes.owners, modes });
      const [program = '', ...args] = asRoot(['sh', '-c', COPY_OWNED, 'sh', tree]);
      await exec(program, args, { cwd: temporary, purpose: 'give a tree the owners of its image' });
      const { uid } = await lstat(join(temporary, 'tree', first));
      await writeFile(join(temporary, 'owner'), String(uid));
    });
  await make(false);
  // A copy of the store has lost them.
  const [owner, { uid }] = [await readFile(join(path, 'owner'), 'utf8'), await lstat(join(path, 'tree', first))];
  if (owner !== String(uid)) await make(true);
  return { tree: join(path, 'tree'), entries: [...(left ?? []), ...(byRoot ? [] : closed(stored ?? []))] };
}

function opened(mode: string): string {
  return (Number.parseInt(mode, 8) | 0o400).toString(8).padStart(4, '0');
}

/** What has its owner already, and not yet its mode. */
function closed(entries: readonly UnpackedEntry[]): UnpackedEntry[] {
  return entries.filter(({ type, mode }) => type === 'file' && (mode & 0o400) === 0);
}
