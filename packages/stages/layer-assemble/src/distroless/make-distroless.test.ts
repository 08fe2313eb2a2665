import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type TreeNode } from '@basewright/oci';
import { inTemporaryDirectory } from '@basewright/testing';

import { lostLines, withTrimmedDatabase } from './make-distroless';

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

it('trims a database of packages, small or large, in memory or in a file', async () => {
  await inTemporaryDirectory(async (directory) => {
    const text = 'Package: dash\nVersion: 1\n\nPackage: libc6\nVersion: 2\n';
    const file = join(directory, '0');
    await writeFile(file, text);
    const placed = { path: '/var/lib/dpkg/status', mode: 0o644, uid: 0, gid: 0, origin: 'base', type: 'file' } as const;
    for (const content of [{ bytes: Buffer.from(text) }, { file, size: text.length }]) {
      const trimmed = await withTrimmedDatabase({ ...placed, content });
      expect(trimmed).toMatchObject({ content: { bytes: Buffer.from('Package: libc6\nVersion: 2\n') } });
    }
  });
});
