import { posix } from 'node:path';

import { invariant, resolvePath } from '@basewright/core';

import { type Identity, mayExecute } from './permissions';
import { type NodeFacts } from './tree-facts';

/** As much of a tree as it takes to find a program. */
export type ProgramTree = ReadonlyMap<string, Pick<NodeFacts, 'type' | 'mode' | 'uid' | 'gid' | 'target'>>;

/** Where programs are looked for. */
export interface Search {
  /** The variable PATH. */
  readonly path: string;
  /** The directory that relative names are of. */
  readonly directory: string;
  /** Who starts it; anybody where that is not known. */
  readonly identity?: Identity | undefined;
}

/** What became of looking for a program. */
export type ProgramSearch =
  /** `path` is where the file itself is, all links followed. */
  | { readonly found: true; readonly path: string }
  | {
      readonly found: false;
      /** `absent`: nothing of that name; `denied`: only others may execute it. */
      readonly why: 'absent' | 'dangling' | 'circle' | 'directory' | 'mode' | 'denied';
      /** Where the name leads; null where it leads nowhere. */
      readonly path: string | null;
    };

/** Looks for the program that a name stands for as execvp(3) does: a path, or a name in the directories of PATH. */
export function findProgram(name: string, tree: ProgramTree, { path, directory, identity }: Search): ProgramSearch {
  const places = name.includes('/') ? [''] : path.split(':').map((place) => (place === '' ? '.' : place));
  const tried = places.map((place) => lookAt(posix.resolve(directory, place, name), tree, identity));
  return (
    tried.find(({ found }) => found) ??
    tried.find((one) => !one.found && one.why !== 'absent') ?? { found: false, why: 'absent', path: null }
  );
}

function lookAt(path: string, tree: ProgramTree, identity: Identity | undefined): ProgramSearch {
  const place = resolvePath(tree, path);
  if (place === null) return { found: false, why: 'circle', path };
  const node = fileAt(tree, place);
  if (node === undefined) {
    const isLink = tree.get(resolvePath(tree, path, true) ?? '')?.type === 'symlink';
    return { found: false, why: isLink ? 'dangling' : 'absent', path: place };
  }
  if (node.type === 'directory') return { found: false, why: 'directory', path: place };
  if ((node.mode & 0o111) === 0) return { found: false, why: 'mode', path: place };
  if (identity !== undefined && !mayExecute(tree, place, identity)) return { found: false, why: 'denied', path: place };
  return { found: true, path: place };
}

/** What is at a path, of a hard link the file. */
export function fileAt<Node extends { readonly type: string; readonly target?: string | undefined }>(
  tree: ReadonlyMap<string, Node>,
  path: string,
): Node | undefined {
  const node = tree.get(path);
  return node?.type === 'hardlink' ? tree.get(invariant(node.target, 'the target of a hard link')) : node;
}
