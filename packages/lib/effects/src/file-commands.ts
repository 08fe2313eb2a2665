import { posix } from 'node:path';

import { type InstalledAccounts } from './accounts';
import { COPY, INSTALL, MODE, modeOf, split } from './command-options';
import { type Content, type InstalledNode, type InstalledTree } from './installed-tree';
import { type Status } from './script-host';

/** Where something is made, and by which package. */
export interface Making {
  readonly tree: InstalledTree;
  readonly by: string;
  /** Bits that what is made has not, as umask(1) takes them. Default: 022. */
  readonly umask?: number;
}

/** Where a command works. */
interface FileContext extends Making {
  readonly accounts: InstalledAccounts;
}

/** What a command does to the tree; null where it is not understood. */
type FileCommand = (args: readonly string[], context: FileContext) => Status;

const ROOT = { owner: '0', group: '0' };

/** Makes a directory and those above it. */
export function makeDirectory(path: string, mode: number, { tree, by }: Making): void {
  if (tree.at(path) !== undefined) return;
  makeDirectory(posix.dirname(path), 0o755, { tree, by });
  tree.put(path, { ...ROOT, type: 'directory', mode, madeBy: by });
}

/** Puts a file somewhere, with the directories above it. */
export function writeFile(path: string, content: Content, context: Making): void {
  makeDirectory(posix.dirname(path), 0o755, context);
  const there = context.tree.at(path);
  const like = there?.type === 'file' ? there : { ...ROOT, mode: 0o666 & ~(context.umask ?? 0o022) };
  const { owner, group } = like;
  context.tree.put(path, { type: 'file', mode: like.mode, owner, group, content, madeBy: context.by });
}

function change(path: string, changes: Partial<InstalledNode>, { tree, by }: FileContext): boolean {
  const node = tree.at(path);
  const place = tree.place(path);
  if (node === undefined || place === null) return false;
  tree.put(place, { ...node, ...changes, madeBy: by });
  return true;
}

/** What is at a path and, with `isDeep`, below it. */
function pathsAt(path: string, tree: InstalledTree, isDeep: boolean): string[] {
  const place = tree.place(path);
  if (place === null || !isDeep) return [path];
  return [path, ...[...tree.entries()].flatMap(([other]) => (other.startsWith(`${place}/`) ? [other] : []))];
}

/** `root:adm`, `redis`, `:shadow`; null for one that nobody is. */
function ownerOf(word: string, { accounts }: FileContext): Partial<Pick<InstalledNode, 'owner' | 'group'>> | null {
  const [owner = '', group] = word.includes(':') ? word.split(':') : word.split('.');
  const user = owner === '' ? undefined : accounts.user(owner);
  const found = group === undefined || group === '' ? undefined : accounts.group(group);
  if (
    (owner !== '' && user === undefined && !/^\d+$/.test(owner)) ||
    (group && found === undefined && !/^\d+$/.test(group))
  )
    return null;
  return { ...(owner === '' ? {} : { owner }), ...(group === undefined || group === '' ? {} : { group }) };
}

function copied(from: string, to: string, context: FileContext, isDeep: boolean): Status {
  const { tree, by } = context;
  const node = tree.at(from, isDeep);
  const place = tree.place(from, isDeep);
  if (node === undefined || place === null) return false;
  const target = tree.at(to)?.type === 'directory' ? posix.join(to, posix.basename(from)) : to;
  makeDirectory(posix.dirname(target), 0o755, context);
  tree.put(target, { ...node, madeBy: by });
  if (!isDeep) return true;
  for (const [path, below] of [...tree.entries()])
    if (path.startsWith(`${place}/`)) tree.put(target + path.slice(place.length), { ...below, madeBy: by });
  return true;
}

/** Several sources go into a directory. */
function each(words: readonly string[], act: (from: string, to: string) => Status): Status {
  const to = words.at(-1);
  if (to === undefined || words.length < 2) return null;
  return words.slice(0, -1).reduce<Status>((status, from) => (act(from, to) === true ? status : false), true);
}

const copy: FileCommand = (args, context) => {
  const { options, words } = split(args, COPY);
  const isDeep = ['a', 'r', 'R'].some((name) => options.has(name));
  return each(words, (from, to) =>
    options.has('n') && context.tree.at(to)?.type === 'file' ? true : copied(from, to, context, isDeep),
  );
};

const changeOwner: FileCommand = (args, context) => {
  const { options, words } = split(args);
  const [word, ...paths] = words;
  const owner = word === undefined ? null : ownerOf(word, context);
  if (owner === null) return null;
  const isDeep = options.has('R');
  const all = paths.flatMap((path) => pathsAt(path, context.tree, isDeep));
  return all.map((path) => change(path, owner, context)).every((is) => is);
};

/** By the name of the command; paths that are not absolute are nobody's. */
export const FILE_COMMANDS: Readonly<Record<string, FileCommand>> = {
  mkdir: (args, context) => {
    const { options, words } = split(args, MODE);
    const mode = modeOf(options.get('m') ?? (0o777 & ~(context.umask ?? 0o022)).toString(8), 0o755);
    if (mode === null) return null;
    const isAll = options.has('p');
    for (const path of words) {
      if (context.tree.at(path) !== undefined) return isAll ? true : false;
      makeDirectory(path, mode, context);
    }
    return true;
  },
  install: (args, context) => {
    const { options, words } = split(args, INSTALL);
    const mode = modeOf(options.get('m') ?? '755', 0o755);
    if (mode === null) return null;
    const owner = { owner: options.get('o') ?? '0', group: options.get('g') ?? '0' };
    if (context.accounts.user(owner.owner) === undefined && owner.owner !== '0') return null;
    if (context.accounts.group(owner.group) === undefined && owner.group !== '0') return null;
    if (options.has('d')) {
      for (const path of words) {
        makeDirectory(path, mode, context);
        change(path, { mode, ...owner }, context);
      }
      return true;
    }
    return each(words, (from, to) => {
      if (from === '/dev/null') {
        writeFile(to, { text: '' }, context);
        return change(to, { mode, ...owner }, context);
      }
      const status = copied(from, to, context, false);
      const target = context.tree.at(to)?.type === 'directory' ? posix.join(to, posix.basename(from)) : to;
      return status === true ? change(target, { mode, ...owner }, context) : status;
    });
  },
  rmdir: (args, context) => {
    for (const path of split(args).words) {
      const place = context.tree.place(path);
      if (place !== null && context.tree.at(path)?.type === 'directory' && !context.tree.hasBelow(place))
        context.tree.remove(path);
    }
    return true;
  },
  rm: (args, context) => {
    for (const path of split(args).words) if (context.tree.at(path, true) !== undefined) context.tree.remove(path);
    return true;
  },
  ln: (args, context) => {
    const { options, words } = split(args, COPY);
    if (!options.has('s')) return null;
    return each(words, (target, link) => {
      const isInto = context.tree.at(link)?.type === 'directory' && !options.has('n') && !options.has('T');
      const path = isInto ? posix.join(link, posix.basename(target)) : link;
      if (context.tree.at(path, true) !== undefined && !options.has('f')) return false;
      makeDirectory(posix.dirname(path), 0o755, context);
      context.tree.put(path, { ...ROOT, type: 'symlink', mode: 0o777, target, madeBy: context.by });
      return true;
    });
  },
  touch: (args, context) => {
    for (const path of split(args, { reference: 'r', date: 'd', time: 't' }).words)
      if (context.tree.at(path) === undefined) writeFile(path, { text: '' }, context);
    return true;
  },
  cp: copy,
  mv: (args, context) => {
    const { words } = split(args, COPY);
    return each(words, (from, to) => {
      if (context.tree.at(from, true) === undefined) return false;
      const status = copied(from, to, context, true);
      context.tree.remove(from);
      return status;
    });
  },
  chown: changeOwner,
  chgrp: (args, context) => {
    const { options, words } = split(args);
    const [group = '', ...paths] = words;
    return changeOwner([...(options.has('R') ? ['-R'] : []), `:${group}`, ...paths], context);
  },
  chmod: (args, context) => {
    const [word = '', ...paths] = args.filter((one) => !/^-(R|f|c|v)$|^--/.test(one));
    const isDeep = args.includes('-R');
    const results = paths
      .flatMap((path) => pathsAt(path, context.tree, isDeep))
      .map((path): Status => {
        const node = context.tree.at(path);
        const mode = modeOf(word, node?.mode ?? 0);
        return mode === null ? null : change(path, { mode }, context);
      });
    return results.includes(null) ? null : !results.includes(false);
  },
  // A configuration file that dpkg does not look after: it is as the package has it where nobody has another one.
  ucf: (args, context) => {
    const { words } = split(args, { 'src-dir': 's' });
    const sources = words.filter((word) => word !== '' && !/\.md5sum$/.test(word));
    const [from, to] = sources;
    if (from === undefined || to === undefined) return null;
    return context.tree.at(to) === undefined ? copied(from, to, context, false) : true;
  },
  'dpkg-statoverride': (args, context) => {
    const { words, options } = split(args);
    if (options.has('list')) return false;
    if (options.has('remove')) return true;
    const [owner = '', group = '', mode = '', path = ''] = words;
    const said = ownerOf(`${owner}:${group}`, context);
    const number = modeOf(mode, 0);
    if (!options.has('add') || said === null || number === null) return null;
    change(path, { ...said, mode: number }, context);
    return true;
  },
  'add-shell': (args, context) => {
    const before = shellsOf(context.tree);
    const added = args.filter((path) => !before.includes(path));
    if (added.length > 0)
      writeFile(SHELLS, { text: [...before, ...added].map((line) => `${line}\n`).join('') }, context);
    return true;
  },
  'remove-shell': () => true,
};

const SHELLS = '/etc/shells';

function shellsOf(tree: InstalledTree): string[] {
  const content = tree.at(SHELLS)?.content;
  return content !== undefined && 'text' in content ? content.text.split('\n').filter((line) => line !== '') : [];
}
