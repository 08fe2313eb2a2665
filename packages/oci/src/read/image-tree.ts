import { posix } from 'node:path';

import { type Inspection, type LayerEntry, readLayer } from './read-layer';
import { type StoredLayer, unusable } from './stored-image';

/** Something in the tree that all layers of an image make together. */
export interface TreeNode<Fact> extends Omit<LayerEntry<Fact>, 'path'> {
  /** Which layer it is from: 0 is the lowest. */
  readonly layer: number;
}

/** The tree of an image: absolute paths without a final slash; the root directory is `/`, and always there. */
export type ImageTree<Fact> = ReadonlyMap<string, TreeNode<Fact>>;

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

/**
 * The tree that layers, bottom first, make together, by the rules of
 * https://github.com/opencontainers/image-spec/blob/v1.1.0/layer.md ("Applying Changesets"). `what` names the image in
 * errors. Throws BAD_INPUT for a layer that is no tar, or has an entry outside the tree.
 */
export async function readTree<Fact>(
  layers: readonly StoredLayer[],
  what: string,
  inspection: Inspection<Fact>,
): Promise<ImageTree<Fact>> {
  const tree = new Map<string, TreeNode<Fact>>([['/', { type: 'directory', mode: 0o755, uid: 0, gid: 0, layer: 0 }]]);
  for (const [at, { file }] of layers.entries()) {
    const entries = await readLayer(file, `layer ${at} of ${what}`, inspection);
    applyLayer(tree, entries, at, what);
  }
  return tree;
}

/** Changes a tree by the entries of one layer, in the archive's order; whiteouts count for the layers below only. */
export function applyLayer<Fact>(
  tree: Map<string, TreeNode<Fact>>,
  entries: readonly LayerEntry<Fact>[],
  layer: number,
  what: string,
): void {
  for (const { path } of entries) {
    const [directory, name] = [posix.dirname(path), posix.basename(path)];
    if (name === OPAQUE) removeBelow(tree, directory);
    else if (name.startsWith(WHITEOUT)) removeAll(tree, posix.join(directory, name.slice(WHITEOUT.length)));
  }
  for (const { path, ...entry } of entries) {
    if (posix.basename(path).startsWith(WHITEOUT)) continue;
    if (entry.type !== 'directory' && tree.get(path)?.type === 'directory') removeBelow(tree, path);
    if (entry.type !== 'hardlink') {
      tree.set(path, { ...entry, layer });
      continue;
    }
    const linked = tree.get(entry.target ?? '');
    if (linked === undefined) throw unusable(what, `its layer ${layer} has a hard link ${path} to nothing`);
    tree.set(path, { ...linked, layer });
  }
}

function removeAll<Fact>(tree: Map<string, TreeNode<Fact>>, path: string): void {
  if (tree.get(path)?.type === 'directory') removeBelow(tree, path);
  tree.delete(path);
}

function removeBelow<Fact>(tree: Map<string, TreeNode<Fact>>, directory: string): void {
  const prefix = directory === '/' ? '/' : `${directory}/`;
  for (const path of [...tree.keys()]) if (path !== '/' && path.startsWith(prefix)) tree.delete(path);
}
