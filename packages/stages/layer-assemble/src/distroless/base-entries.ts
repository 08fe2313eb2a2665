import { type TreeNode } from '@basewright/oci';
import { type BaseFact, byCodeUnit, type FileContent, OF_BASE, type TreeEntry } from '@basewright/tree';

/** What is known of a base whose files are kept: of each one the content too. */
export interface KeptFact extends BaseFact {
  readonly content?: FileContent;
}

/** The tree of a base as entries of a layer, sorted by path; several names of one file are hard links. Devices are not. */
export function baseEntries(base: ReadonlyMap<string, TreeNode<KeptFact>>): TreeEntry[] {
  const firstNames = new Map<FileContent, string>();
  const sorted = [...base].sort(([a], [b]) => byCodeUnit(a, b));
  return sorted.flatMap(([path, { type, mode, uid, gid, target = '', fact }]): TreeEntry[] => {
    const placed = { path, uid, gid, origin: OF_BASE, isPackaged: true };
    if (type === 'directory') return [{ ...placed, type, mode }];
    if (type === 'symlink') return [{ ...placed, type, mode: 0o777, target }];
    const content = fact?.content;
    if (content === undefined) return [];
    const first = firstNames.get(content);
    if (first !== undefined) return [{ ...placed, type: 'hardlink', mode, target: first }];
    firstNames.set(content, path);
    return [{ ...placed, type: 'file', mode, content }];
  });
}
