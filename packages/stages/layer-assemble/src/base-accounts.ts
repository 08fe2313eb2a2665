import { ACCOUNT_FILES, type Accounts, baseText, type BaseTree, parseAccounts, type TreeEntry } from '@basewright/tree';

/** The users and groups a base has. */
export function baseAccounts(base: BaseTree): Accounts {
  return parseAccounts(baseText(base, '/etc/passwd'), baseText(base, '/etc/group'));
}

/**
 * The base's tables with lines for the accounts that it has not, and with other lines for those that were changed, in the base's
 * mode and owner; the tables where that is nothing stay. `before` are the accounts of the base.
 */
export function changedAccountFiles(base: BaseTree, before: Accounts, after: Accounts): TreeEntry[] {
  return ACCOUNT_FILES.flatMap(({ path, mode, lines }): TreeEntry[] => {
    const old = new Map(lines(before).map((line) => [nameOf(line), line]));
    const changed = new Map(
      lines(after).flatMap((line) => (old.get(nameOf(line)) === line ? [] : [[nameOf(line), line] as const])),
    );
    // What else the base says of one who is there, a password say, is not in the accounts.
    if (path === '/etc/shadow') for (const name of old.keys()) changed.delete(name);
    if (changed.size === 0) return [];
    const text = baseText(base, path);
    const kept = text.split('\n').map((line) => changed.get(nameOf(line)) ?? line);
    const added = [...changed].flatMap(([name, line]) => (old.has(name) ? [] : [line]));
    const start = kept.join('\n');
    const separator = start === '' || start.endsWith('\n') ? '' : '\n';
    const bytes = Buffer.from(start + separator + added.map((line) => `${line}\n`).join(''));
    const { uid = 0, gid = 0, mode: baseMode } = base.get(path) ?? {};
    return [{ type: 'file', path, mode: baseMode ?? mode, uid, gid, content: { bytes }, origin: 'the user tables' }];
  });
}

function nameOf(line: string): string {
  return line.slice(0, line.indexOf(':'));
}
