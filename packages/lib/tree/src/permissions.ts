import { posix } from 'node:path';

import { invariant } from '@basewright/core';

import { type NodeFacts } from './tree-facts';

/** Who a container runs as. */
export interface Identity {
  readonly uid: number;
  readonly gids: readonly number[];
}

type Owned = Pick<NodeFacts, 'type' | 'mode' | 'uid' | 'gid' | 'target'>;

/** Whether somebody may execute a file, and go through the directories above it. Those that no layer has are let pass. */
export function mayExecute(tree: ReadonlyMap<string, Owned>, path: string, identity: Identity): boolean {
  for (let at = path; ; at = posix.dirname(at)) {
    const node = tree.get(at);
    const file = node?.type === 'hardlink' ? tree.get(invariant(node.target, 'the target of a hard link')) : node;
    if (file !== undefined && !hasExecute(file, identity)) return false;
    if (at === '/') return true;
  }
}

/** path_resolution(7), "Permissions": the owner's bits are for the owner alone, root may execute what anybody may. */
function hasExecute({ mode, uid = 0, gid = 0, type }: Owned, identity: Identity): boolean {
  if (identity.uid === 0) return type === 'directory' || (mode & 0o111) !== 0;
  const shift = identity.uid === uid ? 6 : identity.gids.includes(gid) ? 3 : 0;
  return ((mode >> shift) & 1) !== 0;
}
