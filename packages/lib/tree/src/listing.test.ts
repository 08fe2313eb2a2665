import { listing, permissions } from './listing';

it.each([
  [0o755, 'rwxr-xr-x'],
  [0o644, 'rw-r--r--'],
  [0o1777, 'rwxrwxrwt'],
  [0o1666, 'rw-rw-rwT'],
  [0o4755, 'rwsr-xr-x'],
  [0o6644, 'rwSr-Sr--'],
  [0, '---------'],
])('spells %o as ls does', (mode, letters) => {
  expect(permissions(mode)).toBe(letters);
});

it('has one line per entry', () => {
  const root = { uid: 0, gid: 0, origin: '' };
  expect(
    listing([
      { ...root, type: 'directory', path: '/tmp', mode: 0o1777 },
      {
        ...root,
        type: 'file',
        path: '/etc/x',
        mode: 0o600,
        content: { bytes: Buffer.from('abc') },
        uid: 65534,
        gid: 100,
      },
      { ...root, type: 'symlink', path: '/bin/sh', mode: 0o777, target: 'busybox' },
      { ...root, type: 'hardlink', path: '/bin/ls', mode: 0o755, target: '/bin/busybox' },
    ]),
  ).toBe(
    [
      'drwxrwxrwt         0:0         0 /tmp',
      '-rw-------   65534:100         3 /etc/x',
      'lrwxrwxrwx         0:0         0 /bin/sh -> busybox',
      'hrwxr-xr-x         0:0         0 /bin/ls link to /bin/busybox',
      '',
    ].join('\n'),
  );
});
