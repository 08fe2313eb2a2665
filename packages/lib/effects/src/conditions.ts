import { type InstalledTree } from './installed-tree';
import { type Status } from './script-host';
import { type Value } from './words';

/** What `test` and `[` come to (dash(1)), by the tree and the words; null where a word is not known, or a question about more than the tree. */
export function testStatus(words: readonly Value[], tree: InstalledTree): Status {
  const [first, ...rest] = words;
  if (words.length === 0) return false;
  if (first === '!' && words.length > 1) return negated(testStatus(rest, tree));
  for (const [operator, join] of JOINS) {
    const at = words.indexOf(operator);
    if (at > 0) return join(testStatus(words.slice(0, at), tree), testStatus(words.slice(at + 1), tree));
  }
  if (words.length === 1) return first === undefined || first === null ? null : first !== '';
  const [left, middle, right] = words;
  if (words.length === 2) return middle === undefined ? null : unary(left ?? '', middle, tree);
  return left == null || middle == null || right == null ? null : binary(left, middle, right);
}

/** `-o` binds less than `-a`. */
const JOINS: readonly (readonly [string, (left: Status, right: Status) => Status])[] = [
  ['-o', (left, right) => (left === true || right === true ? true : left === null || right === null ? null : false)],
  ['-a', (left, right) => (left === false || right === false ? false : left === null || right === null ? null : true)],
];

function negated(status: Status): Status {
  return status === null ? null : !status;
}

function unary(operator: string, operand: Value, tree: InstalledTree): Status {
  if (operand === null) return null;
  if (operator === '-n') return operand !== '';
  if (operator === '-z') return operand === '';
  if (!operand.startsWith('/')) return operand === '' ? false : null;
  const node = tree.at(operand);
  switch (operator) {
    case '-e':
    case '-r':
    case '-w':
      return node !== undefined;
    case '-f':
      return node?.type === 'file';
    case '-d':
      return node?.type === 'directory';
    case '-x':
      return node !== undefined && (node.mode & 0o111) !== 0;
    case '-s':
      return node === undefined ? false : null;
    case '-h':
    case '-L':
      return tree.at(operand, true)?.type === 'symlink';
    case '-S':
    case '-p':
    case '-b':
    case '-c':
      return false;
    default:
      return null;
  }
}

function binary(left: string, operator: string, right: string): Status {
  const numbers = [Number(left), Number(right)] as const;
  switch (operator) {
    case '=':
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '-eq':
      return numbers[0] === numbers[1];
    case '-ne':
      return numbers[0] !== numbers[1];
    case '-gt':
      return numbers[0] > numbers[1];
    case '-ge':
      return numbers[0] >= numbers[1];
    case '-lt':
      return numbers[0] < numbers[1];
    case '-le':
      return numbers[0] <= numbers[1];
    default:
      return null;
  }
}

/**
 * `dpkg --compare-versions a operator b` where nothing was installed before, that is a is empty: earlier than any version to
 * `lt`, later to `lt-nl` (dpkg(1)). Null for a version.
 */
export function comparedWithNothing(operator: string): Status {
  const results: Readonly<Record<string, Status>> = {
    ...{ lt: true, le: true, eq: false, ne: true, ge: false, gt: false },
    ...{ 'lt-nl': false, 'le-nl': false, 'ge-nl': true, 'gt-nl': true },
    ...{ '<<': true, '<=': true, '=': false, '>=': false, '>>': false, '<': true, '>': false },
  };
  return Object.hasOwn(results, operator) ? (results[operator] ?? null) : null;
}
