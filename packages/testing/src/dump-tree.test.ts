import { dumpTree } from './dump-tree';

it('reads like ls -l', () => {
  const root = { uid: 0, gid: 0 };
  expect(
    dumpTree([
      { ...root, path: '/', type: 'directory', mode: 0o755 },
      { ...root, path: '/tmp', type: 'directory', mode: 0o1777 },
      { path: '/var/mail', type: 'directory', mode: 0o755, uid: 8, gid: 8 },
      { ...root, path: '/bin/busybox', type: 'file', mode: 0o755 },
      { ...root, path: '/bin/sh', type: 'symlink', mode: 0o777, target: 'busybox' },
      { ...root, path: '/bin/ls', type: 'hardlink', mode: 0o755, target: '/bin/busybox' },
    ]),
  ).toEqual({
    '/': 'dir 0755',
    '/tmp/': 'dir 1777',
    '/var/mail/': 'dir 0755 8:8',
    '/bin/busybox': 'file 0755',
    '/bin/sh': 'symlink busybox',
    '/bin/ls': 'hardlink /bin/busybox',
  });
});
