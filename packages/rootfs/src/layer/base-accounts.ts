import { type ImageTree } from '@basewright/oci';

import { ACCOUNT_FILES } from '../account-entries';
import { type Accounts } from '../merge-accounts';
import { parseAccounts } from '../parse-accounts';
import { type TreeEntry } from '../tree';

/** The text of a table of the base; empty where it has none. */
function textIn(base: ImageTree<Buffer>, path: string): string {
  return base.get(path)?.fact?.toString('utf8') ?? '';
}

/** The users and groups a base has. */
export function baseAccounts(base: ImageTree<Buffer>): Accounts {
  return parseAccounts(textIn(base, '/etc/passwd'), textIn(base, '/etc/group'));
}

/** The base's tables with lines for the accounts added, in the base's mode and owner; the tables without one stay. */
export function extendedAccountFiles(base: ImageTree<Buffer>, added: Accounts): TreeEntry[] {
  return ACCOUNT_FILES.flatMap(({ path, mode, lines }): TreeEntry[] => {
    const more = lines(added);
    if (more.length === 0) return [];
    const before = textIn(base, path);
    const separator = before === '' || before.endsWith('\n') ? '' : '\n';
    const bytes = Buffer.from(before + separator + more.map((line) => `${line}\n`).join(''));
    const { uid = 0, gid = 0, mode: baseMode } = base.get(path) ?? {};
    return [{ type: 'file', path, mode: baseMode ?? mode, uid, gid, content: { bytes }, origin: 'the user tables' }];
  });
}
