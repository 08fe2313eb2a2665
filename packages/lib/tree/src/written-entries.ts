import { posix } from 'node:path';

import { type Accounts } from './accounts';
import { checkTarget, imagePath, type Report } from './image-path';
import { type Owner, ownerOf } from './owner';
import { type SourceTree } from './source-tree';
import { type TreeEntry } from './tree';

/** A directory as an image's author writes it. */
export interface WrittenDirectory {
  readonly path: string;
  /** Octal: `0755` (the default), `1777`. */
  readonly mode?: string;
  /** `user`, `user:group` or `uid:gid`. Default: root, or the user whose home it is. */
  readonly owner?: string;
}

/** What an image's author adds to the tree, besides accounts. */
export interface WrittenTree {
  readonly files: readonly SourceTree[];
  readonly links: Readonly<Record<string, string>>;
  readonly directories: readonly WrittenDirectory[];
}

/** How origins of what an author writes begin: with the place in image.json. */
const ORIGIN = 'rootfs.';

const ROOT: Owner = { uid: 0, gid: 0 };

/** Whether an entry is one that an author writes: of `files`, `links` or `directories`, and no directory on the way. */
export function isWritten(entry: TreeEntry): boolean {
  return entry.origin.startsWith(ORIGIN) && !(entry.type === 'directory' && entry.implied === true);
}

/** The entries of `files`, `links` and `directories`. Reports bad paths, modes, owners and what could not be read. */
export function writtenEntries(written: WrittenTree, accounts: Accounts, report: Report): TreeEntry[] {
  return [
    ...written.files.flatMap((tree, index) => fileEntries(tree, index, accounts, report)),
    ...Object.entries(written.links).flatMap(([path, target]) => linkEntries(path, target, report)),
    ...written.directories.flatMap((directory, index) => directoryEntries(directory, index, accounts, report)),
  ];
}

function fileEntries(tree: SourceTree, index: number, accounts: Accounts, report: Report): TreeEntry[] {
  const { source, mode } = tree.written;
  const origin = `${ORIGIN}files[${index}] (${source})`;
  if (tree.problem !== undefined) report(`${origin}: ${tree.problem}`);
  const top = imagePath(placeOf(tree), origin, report);
  const asked = mode === undefined ? undefined : modeOf(mode, origin, report);
  const owner = tree.written.owner === undefined ? ROOT : ownerIn(tree.written.owner, accounts, origin, report);
  if (top === null) return [];
  return tree.nodes.flatMap((node): TreeEntry[] => {
    const place = imagePath(posix.join(top, node.below), origin, report);
    if (place === null) return [];
    const placed = { path: place, origin, ...owner };
    switch (node.type) {
      case 'directory':
        return [{ ...placed, type: 'directory', mode: 0o755, implied: true }];
      case 'symlink':
        checkTarget(node.target, origin, report);
        return [{ ...placed, type: 'symlink', mode: 0o777, target: node.target }];
      case 'file':
        // Of the mode on disk only "executable" counts: the rest is the umask of whoever checked it out.
        return [
          {
            ...placed,
            type: 'file',
            mode: asked ?? (node.executable ? 0o755 : 0o644),
            content: node.content,
            age: ageOf(node.sha256),
          },
        ];
    }
  });
}

/** Up to half a year, another one for almost any other content. */
function ageOf(sha256: string): number {
  return sha256 === '' ? 0 : Number.parseInt(sha256.slice(0, 6), 16);
}

/** Where a source goes. As for COPY, a path that ends in a slash is a directory: a file goes into it. */
function placeOf({ written: { source, path }, nodes: [top] }: SourceTree): string {
  return path.endsWith('/') && top?.type === 'file' ? posix.join(path, posix.basename(source)) : path;
}

function linkEntries(path: string, target: string, report: Report): TreeEntry[] {
  const origin = `${ORIGIN}links["${path}"]`;
  checkTarget(target, origin, report);
  const place = imagePath(path, origin, report);
  return place === null ? [] : [{ type: 'symlink', path: place, mode: 0o777, target, origin, ...ROOT }];
}

function directoryEntries(written: WrittenDirectory, index: number, accounts: Accounts, report: Report): TreeEntry[] {
  const origin = `${ORIGIN}directories[${index}]`;
  const place = imagePath(written.path, origin, report);
  const mode = written.mode === undefined ? 0o755 : modeOf(written.mode, origin, report);
  const inhabitant: Owner | undefined = accounts.users.find(({ home }) => home === place && home !== '/');
  const owner = written.owner === undefined ? (inhabitant ?? ROOT) : ownerIn(written.owner, accounts, origin, report);
  return place === null ? [] : [{ type: 'directory', path: place, mode, origin, uid: owner.uid, gid: owner.gid }];
}

/** Root's where the owner is none. */
function ownerIn(written: string, accounts: Accounts, origin: string, report: Report): Owner {
  const owner = ownerOf(written, accounts);
  if (typeof owner !== 'string') return owner;
  report(`${origin}: ${owner}`);
  return ROOT;
}

function modeOf(written: string, origin: string, report: Report): number {
  if (/^0?[0-7]{3,4}$/.test(written)) return Number.parseInt(written, 8);
  report(`${origin}: mode "${written}" is not three or four octal digits, as in "0755"`);
  return 0;
}
