import { chmod, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type MissingPlaces } from '@basewright/oci';

import { OUTER_FD } from './container-arguments';
import { type OwnerChanges } from './image-owners';

/** In which descriptors {@link PREPARE_ROOT} finds directories. */
const KEPT_FD = 6;
const SCRATCH_FD = 7;

/** Where the files of a container are, in the directory of one run. */
export const ROOT = 'root';

/** A shell's lines that do in a tree, the directory they are in, what {@link writeChanges} has listed. */
export const applyChanges = (lists: string): string => `
for list in ${lists}/owners/*; do [ ! -e "$list" ] || xargs -0 chown -h -- "\${list##*/}" <"$list" || exit 1; done
for list in ${lists}/modes/*; do [ ! -e "$list" ] || xargs -0 chmod -- "\${list##*/}" <"$list" || exit 1; done
`;

/**
 * A shell's script that makes the root of a container, then starts the command that its arguments are. It runs as root of the
 * outer namespace. Descriptor 6 is a kept tree, 7 the directory that {@link prepareScratch} has filled; by descriptors, for
 * root of a namespace may be nobody on the way to them.
 *
 * An overlay (Linux 5.11 lets a user namespace mount one) shows the kept tree, and what is written goes beside it. Where the
 * file system for temporary files cannot have its upper side, which is tried, too, the tree is copied.
 */
export const PREPARE_ROOT = `
umask 022
cd /proc/self/fd/${SCRATCH_FD} || exit 1
overlay() {
  mount --no-canonicalize -t overlay -o userxattr,lowerdir=/proc/self/fd/${KEPT_FD}:/proc/self/fd/${SCRATCH_FD}/probe,upperdir=/proc/self/fd/${SCRATCH_FD}/upper,workdir=/proc/self/fd/${SCRATCH_FD}/work overlay ${ROOT} || return 1
  rmdir ${ROOT}/.basewright-probe && mkdir ${ROOT}/.basewright-probe && rmdir ${ROOT}/.basewright-probe && return 0
  umount --no-canonicalize ${ROOT}
  return 1
}
overlay 2>overlay.log || cp -a /proc/self/fd/${KEPT_FD}/. ${ROOT}/ || exit 1
lists=/proc/self/fd/${SCRATCH_FD}/lists
cd ${ROOT} || exit 1
xargs -0 -r mkdir -p -- <$lists/directories || exit 1
xargs -0 -r sh -c 'for file; do : >"$file" || exit 255; done' sh <$lists/files || exit 1
${applyChanges('$lists')}
cd / && exec ${OUTER_FD}<&- ${KEPT_FD}<&- ${SCRATCH_FD}<&- && exec "$@"
`;

/** Writes what {@link PREPARE_ROOT} needs into an empty directory. */
export async function prepareScratch(
  { scratch, tree }: { readonly scratch: string; readonly tree: string },
  { directories, files }: MissingPlaces,
  changes: OwnerChanges,
): Promise<void> {
  for (const name of ['upper', 'work', ROOT, 'probe/.basewright-probe', 'lists'])
    await mkdir(join(scratch, name), { recursive: true });
  // The upper side of an overlay says what its root is like.
  await chmod(join(scratch, 'upper'), (await stat(tree)).mode & 0o7777);
  const lists = join(scratch, 'lists');
  const inside = (path: string): string => `.${path}`;
  const above = [...files].map((file) => file.slice(0, file.lastIndexOf('/')));
  await writeList(join(lists, 'directories'), [...directories, ...above].map(inside));
  await writeList(join(lists, 'files'), [...files].map(inside));
  await writeChanges(lists, changes);
}

/** Writes lists of paths, each ended by a NUL, named by the owner or the mode that they get. */
export async function writeChanges(lists: string, { owners, modes }: OwnerChanges): Promise<void> {
  for (const [kind, groups] of Object.entries({ owners, modes })) {
    await mkdir(join(lists, kind), { recursive: true });
    for (const [name, paths] of groups) await writeList(join(lists, kind, name), paths);
  }
}

async function writeList(file: string, paths: readonly string[]): Promise<void> {
  await writeFile(file, paths.map((path) => `${path}\0`).join(''));
}
