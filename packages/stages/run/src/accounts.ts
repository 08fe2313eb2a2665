import { readInside } from '@basewright/oci';

import { type Accounts } from './user';

/** The accounts of an unpacked image. */
export async function accountsOf(tree: string): Promise<Accounts> {
  const view = { tree, binds: [] };
  const [passwd, group] = await Promise.all([readInside(view, '/etc/passwd'), readInside(view, '/etc/group')]);
  return { passwd, group };
}
