import { tmpdir } from 'node:os';

import { type Store } from './store';
import { clearAbandoned } from './temporary-names';

/** Removes what killed runs left in the store and in the directory for temporary files. */
export async function clearLeftovers(store: Store): Promise<void> {
  const { temporary, downloads, packages, listings, roots, sources, objects, libcs, sysroots, images, layers } = store;
  for (const directory of [
    temporary,
    downloads,
    packages,
    listings,
    roots,
    sources,
    objects,
    libcs,
    sysroots,
    images,
    layers,
  ]) {
    await clearAbandoned(directory);
  }
  await clearAbandoned(tmpdir(), 'basewright-');
}
