import { type InstalledAccounts } from './accounts';
import { type InstalledNode, type InstalledTree } from './installed-tree';

/** What a line of tmpfiles.d makes, by its first letter; of others nothing is made in an image. */
type Maker = (line: TmpfilesLine, context: TmpfilesContext) => void;

interface TmpfilesLine {
  readonly path: string;
  readonly mode: number | null;
  readonly owner: string;
  readonly group: string;
  readonly argument: string;
}

/** Where the lines of a file are followed. */
export interface TmpfilesContext {
  readonly tree: InstalledTree;
  readonly accounts: InstalledAccounts;
  readonly by: string;
}

/**
 * Makes what a file of tmpfiles.d says (tmpfiles.d(5)), also what it says for each start, since an image is what a container
 * starts with. Gives the lines that are not understood: those with specifiers, but for `%%` and `%m`.
 */
export function applyTmpfiles(text: string, context: TmpfilesContext): string[] {
  return text.split('\n').flatMap((line) => {
    const words = line.trim().match(/"[^"]*"|\S+/g) ?? [];
    const [type = '', path = '', mode = '-', owner = '-', group = '-', , ...rest] = words.map((word) =>
      word.replace(/^"|"$/g, ''),
    );
    if (type === '' || type.startsWith('#')) return [];
    const maker = MAKERS[type.replace(/[+!=^$~-]/g, '')];
    if (maker === undefined) return [];
    // By the number of the machine: an image has none.
    if (/%m/.test(line)) return [];
    if (/%[^%]/.test(line)) return [line.trim()];
    const number = /^[~:]*([0-7]{3,4})$/.exec(mode)?.[1];
    const named = (word: string): string => (word === '-' ? '0' : word.replace(/^:/, ''));
    const argument = rest.join(' ');
    maker(
      {
        path,
        mode: number === undefined ? null : parseInt(number, 8),
        owner: named(owner),
        group: named(group),
        argument,
      },
      context,
    );
    return [];
  });
}

const directory: Maker = ({ path, mode, owner, group }, context) => {
  const there = context.tree.at(path);
  if (there !== undefined && there.type !== 'directory') return;
  put(path, { type: 'directory', mode: mode ?? 0o755, owner, group, madeBy: context.by }, context);
};

const existing: Maker = ({ path, mode, owner, group }, context) => {
  const there = context.tree.at(path);
  const place = context.tree.place(path);
  if (there === undefined || place === null) return;
  put(place, { ...there, mode: mode ?? there.mode, owner, group, madeBy: context.by }, context);
};

const MAKERS: Readonly<Record<string, Maker | undefined>> = {
  d: directory,
  D: directory,
  v: directory,
  q: directory,
  Q: directory,
  e: existing,
  z: existing,
  f: ({ path, mode, owner, group, argument }, context) => {
    if (context.tree.at(path) !== undefined) return;
    const content = { text: argument.replaceAll('%%', '%') };
    put(path, { type: 'file', mode: mode ?? 0o644, owner, group, content, madeBy: context.by }, context);
  },
  L: ({ path, argument }, context) => {
    if (context.tree.at(path, true) !== undefined) return;
    const target = argument === '' ? `/usr/share/factory${path}` : argument;
    put(path, { type: 'symlink', mode: 0o777, owner: '0', group: '0', target, madeBy: context.by }, context);
  },
};

function put(path: string, node: InstalledNode, { tree, accounts }: TmpfilesContext): void {
  accounts.user(node.owner);
  accounts.group(node.group);
  tree.put(path, node);
}

/** Makes the accounts that a file of sysusers.d says (sysusers.d(5)). Gives the lines that are not understood. */
export function applySysusers(text: string, accounts: InstalledAccounts): string[] {
  return text.split('\n').flatMap((line) => {
    const words = (line.trim().match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replace(/^"|"$/g, ''));
    const [type = '', name = '', id = '-', gecos = '-', home = '-', shell = '-'] = words;
    if (type === '' || type.startsWith('#')) return [];
    const said = (word: string): string | undefined => (word === '-' ? undefined : word);
    const [uid, group] = id.split(':');
    const number = /^\d+$/.test(uid ?? '') ? Number(uid) : undefined;
    switch (type.replace('!', '')) {
      case 'u':
        accounts.addUser(
          { name, uid: number, group: group ?? null, gecos: said(gecos), home: said(home) ?? '/', shell: said(shell) },
          'down',
        );
        return [];
      case 'g':
        accounts.addGroup(name, number, 'down');
        return [];
      case 'm':
        accounts.addMember(name, id);
        return [];
      case 'r':
        return [];
      default:
        return [line.trim()];
    }
  });
}
