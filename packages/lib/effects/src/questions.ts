import { posix } from 'node:path';

import { comparedWithNothing, testStatus } from './conditions';
import { type Installation } from './installation';
import { type Answer, type Status } from './script-host';
import { type Value } from './words';

/** An answer that prints nothing. */
export const silent = (status: Status): Answer => ({ status, output: '' });

/** An answer that prints something; null: nobody knows what. */
export const printed = (output: Value, status: Status = true): Answer => ({ status, output });

/** Where a question is asked. */
interface Asked {
  readonly installation: Installation;
  /** The answers of debconf's questions when nobody is asked, by template. */
  readonly defaults: ReadonlyMap<string, string>;
}

/** Answers a command by its arguments; undefined where it does more than ask. */
type Question = (args: readonly Value[], asked: Asked) => Answer | undefined;

const found: Question = (args, { installation: { tree } }) => {
  const name = args.at(-1) ?? null;
  if (name === null) return printed(null, null);
  const places = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin'].map((place) => `${place}/${name}`);
  const path = places.find((place) => tree.at(place)?.type === 'file');
  if (path !== undefined) return printed(path);
  return isStandIn(name) ? printed('/bin/true') : printed('', false);
};

/** Commands that nobody installs into an image, and that scripts ask for: what they would do is made here, or needless. */
const isStandIn = (name: string): boolean =>
  ['systemd-tmpfiles', 'systemd-sysusers', 'update-alternatives', 'dpkg-statoverride', 'ucf'].includes(name);

/** Of getent and id: whether somebody is there. */
function looksUp(isId: boolean): Question {
  return (args, { installation: { accounts } }) => {
    const [first] = args;
    const who = args.filter((word) => word !== null && !word.startsWith('-')).at(-1) ?? null;
    if (who === null) return printed(null, null);
    const isThere = (first === 'group' ? accounts.group(who) : accounts.user(who)) !== undefined;
    const number = first === 'group' ? accounts.group(who)?.gid : accounts.user(who)?.uid;
    return printed(isId && number !== undefined ? String(number) : null, isThere);
  };
}

const place: Question = (args, { installation: { tree } }) => {
  const path = args.at(-1);
  return printed(path == null ? null : tree.place(path), path == null ? null : tree.at(path) !== undefined);
};

const answered: Question = ([first = ''], { defaults }) => {
  const value = first === null ? undefined : defaults.get(first);
  return { ...silent(value !== undefined), sets: { RET: value ?? null } };
};

/** By the name of the command: those that only ask, and those that may. */
export const QUESTIONS: Readonly<Record<string, Question>> = {
  '[': (args, { installation: { tree } }) => silent(testStatus(args.slice(0, -1), tree)),
  test: (args, { installation: { tree } }) => silent(testStatus(args, tree)),
  command: found,
  which: found,
  type: found,
  getent: looksUp(false),
  id: looksUp(true),
  dpkg: ([first = '', second = '', third], { installation: { architecture } }) => {
    if (first === '--print-architecture') return printed(architecture);
    if (first === '--compare-versions') return silent(second === '' ? comparedWithNothing(third ?? '') : null);
    return printed(null, null);
  },
  'dpkg-architecture': (args, { installation: { architecture, multiarch } }) => {
    if (args.some((word) => word?.includes('MULTIARCH'))) return printed(multiarch);
    return printed(args.some((word) => word?.endsWith('HOST_ARCH')) ? architecture : null, true);
  },
  'dpkg-divert': (args) =>
    ['--listpackage', '--list', '--truename'].some((word) => args.includes(word)) ? printed('', true) : undefined,
  basename: ([first = '', second]) => printed(first === null ? null : posix.basename(first, second ?? undefined)),
  dirname: ([first = '']) => printed(first === null ? null : posix.dirname(first)),
  readlink: place,
  realpath: place,
  // `stat -c %a PATH`: a mode, or the number of an owner.
  stat: (args, { installation: { tree, accounts } }) => {
    const path = args.at(-1);
    const node = path == null ? undefined : tree.at(path);
    if (node === undefined) return printed(null);
    if (args.includes('%a')) return printed(node.mode.toString(8));
    if (args.includes('%u')) return printed(String(accounts.user(node.owner)?.uid ?? node.owner));
    return printed(args.includes('%g') ? String(accounts.group(node.group)?.gid ?? node.group) : null);
  },
  // Of a name of which no link was offered it says nothing.
  'update-alternatives': ([first, name = null], { installation: { alternatives } }) => {
    if (!['--list', '--query', '--display'].includes(first ?? '')) return undefined;
    return name === null || alternatives.some((one) => one.name === name) ? printed(null, null) : printed('', false);
  },
  // No layer gives a file a capability.
  setcap: ([first]) => (first === '-r' ? printed('', true) : undefined),
  expr: (args) => printed(calculated(args)),
  db_get: answered,
  db_metaget: answered,
};

/** `expr A + B` and the like of two whole numbers; null for anything else. */
function calculated([left = null, operator = null, right = null, ...more]: readonly Value[]): Value {
  if (more.length > 0 || !/^-?\d+$/.test(left ?? '') || !/^-?\d+$/.test(right ?? '')) return null;
  const [a, b] = [Number(left), Number(right)];
  if (operator === '+') return String(a + b);
  if (operator === '-') return String(a - b);
  return operator === '*' ? String(a * b) : null;
}
