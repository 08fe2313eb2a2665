import { type TreeNode } from '@basewright/oci';

import { lostLines } from './make-distroless';

it('names what a base has and no layer of ours holds, where it is left', () => {
  const node = { mode: 0o755, uid: 0, gid: 0, layer: 0, inode: null } as const;
  const caps = { ...node, type: 'file', attributes: ['security.capability'] } as const;
  const base = new Map<string, TreeNode<unknown>>([
    ['/dev/console', { ...node, type: 'other' }],
    ['/bin/ping', caps],
    ['/bin/sh', caps],
  ]);
  expect(lostLines(base, [{ path: '/bin/ping' }])).toEqual([
    'devices and pipes of the base go: /dev/console',
    'extended attributes of the base go, file capabilities are such: /bin/ping (security.capability)',
  ]);
  expect(lostLines(new Map(), [{ path: '/bin/ping' }])).toEqual([]);
});
