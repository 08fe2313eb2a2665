import { type Platform } from '@basewright/core';
import { configurationOrder, parseStanzas } from '@basewright/debian';
import {
  type InstalledNode,
  type OwnCertificate,
  packageEffects,
  type PackageEffects,
  type PackageToInstall,
} from '@basewright/effects';
import { type TreeNode } from '@basewright/oci';
import { type Accounts, type TreeEntry } from '@basewright/tree';

import { type KeptFact } from './distroless/base-entries';
import { isLeftOut, mergedPath } from './left-out';
import { type LayerPackage, type PackageNode } from './read-packages';

/** What packages are installed on. */
interface InstallOn {
  readonly base: ReadonlyMap<string, TreeNode<KeptFact>>;
  readonly platform: Platform;
  /** Those of the base and of the image's author, whom scripts find. */
  readonly accounts: Accounts;
  /** Those that the image trusts besides what the base and the packages have. */
  readonly certificates: readonly OwnCertificate[];
}

/** What the maintainer scripts of packages would make on a base, read from the scripts, and what makes certificates trusted. */
export async function installPackages(
  packages: readonly LayerPackage[],
  { base, platform, accounts, certificates }: InstallOn,
): Promise<PackageEffects> {
  const ofBase = [...base].flatMap(([path, node]): [string, InstalledNode][] => {
    const { type, mode, uid, gid, target, fact } = node;
    if (type === 'other') return [];
    const owned = { mode, owner: String(uid), group: String(gid), madeBy: null, isOfBase: true } as const;
    if (type === 'symlink') return [[path, { ...owned, type, target: target ?? '' }]];
    const content = fact?.text === undefined ? fact?.content : { text: fact.text };
    return [
      [path, { ...owned, type: type === 'directory' ? type : 'file', ...(content === undefined ? {} : { content }) }],
    ];
  });
  const order = configurationOrder(packages.flatMap(({ control }) => parseStanzas(control)));
  const rank = new Map(order.map((name, at) => [name, at]));
  const rankOf = (one: LayerPackage): number => rank.get(one.package.name) ?? 0;
  const ordered = [...packages].sort((a, b) => rankOf(a) - rankOf(b));
  return packageEffects(ordered.map(toInstall), {
    nodes: ofBase,
    ...accounts,
    certificates,
    reserved: [],
    architecture: platform.debianArch,
    multiarch: platform.multiarch,
    isWanted: (path) => !isLeftOut(path),
  });
}

function toInstall({ package: { name }, scripts, triggers, entries }: LayerPackage): PackageToInstall {
  const files = new Map(entries.map((entry) => [entry.path, entry]));
  return {
    name,
    scripts,
    triggers,
    nodes: new Map(entries.map((entry) => [mergedPath(entry.path), nodeOf(entry, files)])),
  };
}

function nodeOf(entry: PackageNode, files: ReadonlyMap<string, PackageNode>): InstalledNode {
  const { type, mode, uid, gid, target } = entry;
  const owned = { mode, owner: String(uid), group: String(gid), madeBy: null };
  if (type === 'symlink') return { ...owned, type, target: target ?? '' };
  if (type === 'directory') return { ...owned, type };
  const { source, size } = type === 'hardlink' ? (files.get(target ?? '') ?? entry) : entry;
  return { ...owned, type: 'file', ...(source === undefined ? {} : { content: { file: source, size } }) };
}

/**
 * The entries of packages as their scripts leave them: with what these made, with the owners and modes that they gave, and
 * without what they removed. Of the base nothing is changed but what is a directory or a link.
 */
export function installedEntries(
  entries: readonly TreeEntry[],
  { nodes, removed }: Pick<PackageEffects, 'nodes' | 'removed'>,
  accounts: Accounts,
): TreeEntry[] {
  const gone = new Set(removed);
  const shipped = new Map(entries.map((entry) => [entry.path, entry]));
  const left = entries.filter(({ path }) => !gone.has(path) && !nodes.has(path));
  const made = [...nodes].flatMap(([path, node]): TreeEntry[] => {
    if (isLeftOut(path) || isVolatile(path)) return [];
    const entry = entryOf(path, node, accounts, shipped.get(path));
    return entry === null ? [] : [entry];
  });
  return [...left, ...made];
}

/** Origin of what makes an author's certificates trusted. */
export const CERTIFICATES = 'certificates';

/** Devices and what the kernel shows are no part of an image. */
function isVolatile(path: string): boolean {
  return /^\/(dev|proc|sys)(\/|$)/.test(path) || path === '/';
}

function entryOf(
  path: string,
  { type, mode, owner, group, target = '', content, madeBy, isOfBase }: InstalledNode,
  accounts: Accounts,
  shipped: TreeEntry | undefined,
): TreeEntry | null {
  const uid = accounts.users.find(({ name }) => name === owner)?.uid ?? Number(owner);
  const gid = accounts.groups.find(({ name }) => name === group)?.gid ?? Number(group);
  const origin = madeBy === CERTIFICATES ? madeBy : `the script of package ${madeBy ?? ''}`;
  const at = { path, uid, gid, origin };
  if (type === 'directory') {
    const isPlain = mode === 0o755 && uid === 0 && gid === 0;
    return { ...at, type, mode, ...(isPlain ? { implied: true } : {}) };
  }
  if (type === 'symlink') return { ...at, type, mode: 0o777, target };
  // The bytes of a file of the base are not known.
  if (content === undefined || (isOfBase === true && 'file' in content)) return shipped ?? null;
  if (!('file' in content)) {
    const bytes = 'text' in content ? Buffer.from(content.text) : content.bytes;
    return { ...at, type, mode, content: { bytes } };
  }
  const program = shipped?.type === 'file' && 'program' in shipped.content ? { program: shipped.content.program } : {};
  return { ...at, type, mode, content: { file: content.file, size: content.size, ...program } };
}
