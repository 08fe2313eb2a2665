import { GrowingTree, type TreeNode } from './growing-tree';
import { type Inspection, readLayer } from './read-layer';
import { type StoredLayer } from './stored-image';

/** The tree of an image: absolute paths without a final slash; the root directory is `/`, and always there. */
export type ImageTree<Fact> = ReadonlyMap<string, TreeNode<Fact>>;

/**
 * The tree that layers, bottom first, make together: see {@link GrowingTree}. `what` names the image in errors. Throws
 * BAD_INPUT for a layer that is no tar, has an entry outside the tree, or cannot be applied to those below it.
 */
export async function readTree<Fact>(
  layers: readonly Pick<StoredLayer, 'file'>[],
  what: string,
  inspection: Inspection<Fact>,
): Promise<ImageTree<Fact>> {
  const tree = new GrowingTree<Fact>(what);
  for (const [at, { file }] of layers.entries()) {
    tree.apply(await readLayer(file, `layer ${at} of ${what}`, inspection));
  }
  return tree.nodes;
}
