import { posix } from 'node:path';

import { type Platform } from '@basewright/core';
import {
  ACCOUNT_FILES,
  type Accounts,
  arrangeTree,
  baseLibraries,
  type BaseTree,
  homeEntries,
  isSettledBy,
  libraryCache,
  mergeAccounts,
  type Program,
  refusal,
  type TreeEntry,
  writtenEntries,
  type WrittenGroup,
  type WrittenTree,
  type WrittenUser,
} from '@basewright/tree';

import { type PackageEffects } from '@basewright/effects';
import { baseAccounts, changedAccountFiles } from './base-accounts';
import { CERTIFICATES, installedEntries } from './install-packages';
import { debianPaths } from './debian-paths';
import { interpreterLinks } from './interpreter-links';
import { releaseEntries } from './release-entries';
import { packageEntries } from './package-entries';
import { checkAgainstBase, placeOnBase, withoutBaseDirectories } from './place-on-base';
import { type LayerPackage, type LayerPackages } from './read-packages';

/** Everything a layer on a base is made of. */
export interface LayerInputs extends WrittenTree {
  /** The image project's name. */
  readonly name: string;
  readonly platform: Platform;
  readonly base: BaseTree;
  /** Null where none is asked for. */
  readonly packages: LayerPackages | null;
  /** What the scripts of the packages make; null where there are none. */
  readonly effects: Pick<PackageEffects, 'nodes' | 'removed' | 'users' | 'groups'> | null;
  readonly users: readonly WrittenUser[];
  readonly groups: readonly WrittenGroup[];
}

/**
 * What a layer adds to a base, one entry per path, sorted by path with each directory before what is in it; directories
 * of the base are not repeated. Throws BAD_INPUT with every mistake in the inputs at once.
 */
export function planLayer(inputs: LayerInputs): TreeEntry[] {
  const problems: string[] = [];
  const report = (problem: string): void => void problems.push(problem);
  const ofBase = baseAccounts(inputs.base);
  const existing = withoutWritten(inputs.effects ?? ofBase, inputs);
  const accounts = mergeAccounts(inputs, report, existing);
  const added = { users: accounts.users.slice(existing.users.length), groups: [] };
  const written = writtenEntries(inputs, accounts, report);
  const onBase = (entry: TreeEntry): TreeEntry[] => {
    const placed = placeOnBase(inputs.base, entry, report);
    return placed === null ? [] : [placed];
  };
  const brought = packaged(inputs, accounts);
  const own = [
    ...changedAccountFiles(inputs.base, ofBase, accounts),
    ...homeEntries(added).filter((home) => !isSettledBy(home, written)),
    ...written,
  ].flatMap(onBase);
  for (const { path, origin } of brought.filter((entry) => isAccountFile(entry.path)))
    report(`${path}: ${origin} has one of its own; users and groups are those of the base and of image.json`);
  const entries = [...own, ...unlessSettled(brought.flatMap(onBase), own)];
  entries.push(...cacheOfLibraries(entries, inputs));
  const layer = withoutBaseDirectories(inputs.base, arrangeTree(entries, report));
  checkAgainstBase(inputs.base, layer, report);
  if (problems.length > 0) throw refusal('the layer', problems);
  return layer;
}

/**
 * The accounts that are there before the author's. Scripts found those whose number is in image.json; what it says of others is
 * said of who is there, be it of the base or made by a script.
 */
function withoutWritten(
  { users, groups }: Accounts,
  written: Pick<LayerInputs, 'users' | 'groups' | 'base'>,
): Accounts {
  const before = baseAccounts(written.base);
  const isOfBase = (name: string, all: readonly { readonly name: string }[]): boolean =>
    all.some((one) => one.name === name);
  const isWritten = (name: string): boolean =>
    written.users.some((one) => one.name === name && one.uid !== undefined) ||
    written.groups.some((one) => one.name === name && one.gid !== undefined);
  return {
    users: users.filter(({ name }) => isOfBase(name, before.users) || !isWritten(name)),
    groups: groups.filter(({ name }) => isOfBase(name, before.groups) || !isWritten(name)),
  };
}

/** What the packages, and certificates that are to be trusted, put into the tree, if any are asked for. */
function packaged(inputs: LayerInputs, accounts: Accounts): TreeEntry[] {
  const { packages, effects, platform, base, name } = inputs;
  if (packages === null && effects === null) return [];
  const all = packages?.packages ?? [];
  const shipped = packageEntries(all, platform, baseLibraries(base));
  const entries = effects === null ? shipped : installedEntries(shipped, effects, accounts);
  const below = [...entries, ...debianPaths(entries, base)];
  const links = interpreterLinks(interpretersBelow(base, all), below, base, platform);
  const linked = new Set(links.map(({ path }) => path));
  const others = interpreterLinks(ownInterpreters(inputs), below, base, platform);
  return [
    ...[
      ...below,
      ...links,
      ...(packages === null || entries.some(({ path }) => path === '/etc/os-release')
        ? []
        : releaseEntries(base, packages.release, name)),
    ].map((entry) => (entry.origin === CERTIFICATES ? entry : { ...entry, isPackaged: true })),
    // These come and go with the image's own files.
    ...others.filter(({ path }) => !linked.has(path)),
  ];
}

/** What the scripts of base and packages name in their first lines. */
function interpretersBelow(base: BaseTree, packages: readonly LayerPackage[]): string[] {
  return [
    ...[...base.values()].flatMap(({ fact }) => fact?.interpreter ?? []),
    ...packages.flatMap(({ entries }) => entries.flatMap(({ program }) => interpreterOfProgram(program))),
  ];
}

function ownInterpreters({ files }: LayerInputs): string[] {
  const nodes = files.flatMap((tree) => tree.nodes);
  return nodes.flatMap((node) =>
    node.type === 'file' && 'program' in node.content ? interpreterOfProgram(node.content.program) : [],
  );
}

function interpreterOfProgram(program: Program | undefined): string[] {
  return program?.kind === 'script' && program.interpreter.startsWith('/') ? [program.interpreter] : [];
}

/** What an author puts at a path goes before what a package has there. */
function unlessSettled(entries: readonly TreeEntry[], own: readonly TreeEntry[]): TreeEntry[] {
  const settled = new Set(own.flatMap((entry) => (isOnTheWay(entry) ? [] : [entry.path])));
  return entries.filter((entry) => isOnTheWay(entry) || !settled.has(entry.path));
}

function isAccountFile(path: string): boolean {
  return ACCOUNT_FILES.some((file) => file.path === path);
}

function isOnTheWay(entry: TreeEntry): boolean {
  return entry.type === 'directory' && entry.implied === true;
}

/** The cache that `ldconfig -p` tells of, where ldconfig is among what is added. */
function cacheOfLibraries(entries: readonly TreeEntry[], { base, platform }: LayerInputs): TreeEntry[] {
  const isAdded = (path: string): boolean => entries.some((entry) => entry.path === path);
  if (!isAdded('/usr/sbin/ldconfig') || isAdded(CACHE)) return [];
  const nodes = new Map<
    string,
    { readonly type: string; readonly target?: string; readonly program?: Program | undefined }
  >([...base].map(([path, { fact, ...node }]) => [path, { ...node, program: fact?.program }]));
  for (const entry of entries) {
    const program = entry.type === 'file' && 'program' in entry.content ? entry.content.program : undefined;
    nodes.set(entry.path, { ...entry, program });
  }
  const libraries = new Map<string, string>();
  for (const directory of [`/usr/lib/${platform.multiarch}`, '/usr/lib', `/lib/${platform.multiarch}`, '/lib']) {
    for (const [path, { program }] of [...nodes].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const soname = program?.kind === 'elf' ? program.elf.soname : null;
      if (posix.dirname(path) !== directory || soname == null || libraries.has(soname)) continue;
      if (nodes.has(`${directory}/${soname}`)) libraries.set(soname, `${directory}/${soname}`);
    }
  }
  const content = { bytes: libraryCache(libraries, platform) };
  const origin = 'ldconfig';
  return [{ type: 'file', path: CACHE, mode: 0o644, uid: 0, gid: 0, origin, isPackaged: true, content }];
}

const CACHE = '/etc/ld.so.cache';
