import { ACCOUNT_FILES, type Accounts, baseText, type BaseTree, parseAccounts, type TreeEntry } from '@basewright/tree';

/** The users and groups a base has. */
export function baseAccounts(base: BaseTree): Accounts {
  return parseAccounts(baseText(base, '/etc/passwd'), baseText(base, '/etc/group'));
}

/** The base's tables with lines for the accounts added, in the base's mode and owner; the tables without one stay. */
export function extendedAccountFiles(base: BaseTree, added: Accounts): TreeEntry[] {
  return ACCOUNT_FILES.flatMap(({ path, mode, lines }): TreeEntry[] => {
    const more = lines(added);
    if (more.length === 0) return [];
    const before = baseText(base, path);
    const separator = before === '' || before.endsWith('\n') ? '' : '\n';
    const bytes = Buffer.from(before + separator + more.map((line) => `${line}\n`).join(''));
    const { uid = 0, gid = 0, mode: baseMode } = base.get(path) ?? {};
    return [{ type: 'file', path, mode: baseMode ?? mode, uid, gid, content: { bytes }, origin: 'the user tables' }];
  });
}
