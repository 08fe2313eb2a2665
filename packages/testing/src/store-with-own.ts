import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * A store, as `openStore` of core gives it, that shares everything with another but has one directory or some, `objects`
 * or `roots`, of its own and empty: what is made there is made anew, and nothing else need be. It lies
 * beside the other, so that files can be linked. Returns what to set $BASEWRIGHT_STORE to; the caller removes it.
 */
export function storeWithOwn<Store extends { readonly root: string }>(
  own: (keyof Store & string) | readonly (keyof Store & string)[],
  store: Store,
): string {
  mkdirSync(store.root, { recursive: true });
  const parent = mkdtempSync(join(dirname(store.root), `own-${[own].flat().join('-')}-`));
  const layout = join(parent, basename(store.root));
  mkdirSync(layout);
  for (const [name, path] of Object.entries<string>(store)) {
    if (name === 'root') continue;
    const place = join(layout, basename(path));
    mkdirSync(path, { recursive: true });
    if ([own].flat().includes(name as keyof Store & string)) mkdirSync(place);
    else symlinkSync(path, place);
  }
  return parent;
}
