import { posix } from 'node:path';

import { type TreeFacts } from './tree-facts';

/** Where a library is in an image, wherever that is, by its file name and by the name it gives itself. */
export function libraryPlaces({ nodes }: TreeFacts): Map<string, string> {
  const places = new Map<string, string>();
  for (const [path, { type, program }] of nodes) {
    if (type === 'directory') continue;
    const soname = program?.kind === 'elf' ? program.elf.soname : null;
    for (const name of [posix.basename(path), ...(soname === null ? [] : [soname])])
      if (!places.has(name)) places.set(name, path);
  }
  return places;
}
