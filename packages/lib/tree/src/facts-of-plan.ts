import { type Platform } from '@basewright/core';

import { type BaseTree } from './base-facts';
import { type WrittenUser } from './merge-accounts';
import { programOfContent, readContent } from './program-of-content';
import { type TreeEntry } from './tree';
import { decidesStart, isAuthors, mayBeProgram, type NodeFacts, readDeciding, type TreeFacts } from './tree-facts';

/** What a stage has planned, and on what. */
export interface PlannedTree {
  readonly entries: readonly TreeEntry[];
  /** The tree that they are put on; null where there is none. What the entries take from it is not looked at again. */
  readonly base: { readonly tree: BaseTree; readonly isReplaced: boolean } | null;
  /** The accounts that image.json adds. */
  readonly users: readonly WrittenUser[];
  readonly platform: Platform;
}

/** Origin of entries that a distroless image keeps of its base. */
export const OF_BASE = 'the base';

/** Looks at the programs of a plan, and gives what is known of the whole tree. Throws what reading a file throws. */
export async function treeFactsOf({ entries, base, users, platform }: PlannedTree): Promise<TreeFacts> {
  const nodes = new Map<string, NodeFacts>();
  const deciding = new Map<string, Uint8Array>();
  for (const [path, { type, mode, uid, gid, target, fact }] of base === null ? [] : base.tree) {
    if (fact?.bytes !== undefined) deciding.set(path, fact.bytes);
    if (base?.isReplaced === true) continue;
    const program = fact?.program;
    nodes.set(path, { type, mode, ...owner(uid, gid), ...defined({ target, program }) });
  }
  for (const entry of entries) {
    const { path, type, mode, uid, gid } = entry;
    const ofBase = entry.origin === OF_BASE;
    const program = ofBase ? base?.tree.get(path)?.fact?.program : programIn(entry);
    if (entry.type === 'file' && !ofBase && decidesStart(path)) deciding.set(path, await readContent(entry.content));
    const target = 'target' in entry ? entry.target : undefined;
    const origin = ofBase ? undefined : entry.origin;
    nodes.set(path, { type, mode, ...owner(uid, gid), ...defined({ target, origin, program }) });
  }
  const shells = users.flatMap(({ name, shell }, index) =>
    shell === undefined ? [] : [{ shell, place: `rootfs.users[${index}].shell (${name})` }],
  );
  return { nodes, ...readDeciding(deciding, platform.elf.endian), shells };
}

function programIn(entry: TreeEntry): NodeFacts['program'] {
  if (entry.type !== 'file') return undefined;
  const mayBe = mayBeProgram(entry.path, entry.mode);
  if (!mayBe && !isAuthors(entry)) return undefined;
  const program = programOfContent(entry.content);
  // What the image starts may lack no more than its mode: all that is wrong with it is told at once.
  return mayBe || program.kind === 'elf' || program.kind === 'script' ? program : undefined;
}

/** Root owns most files: his numbers are left out. */
function owner(uid: number, gid: number): Pick<NodeFacts, 'uid' | 'gid'> {
  return { ...(uid === 0 ? {} : { uid }), ...(gid === 0 ? {} : { gid }) };
}

function defined(fields: Pick<NodeFacts, 'target' | 'origin' | 'program'>): Partial<NodeFacts> {
  const { target, origin, program } = fields;
  return {
    ...(target === undefined ? {} : { target }),
    ...(origin === undefined ? {} : { origin }),
    ...(program === undefined ? {} : { program }),
  };
}
