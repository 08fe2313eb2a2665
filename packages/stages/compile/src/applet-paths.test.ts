import { readAppletPaths } from './applet-paths';

it('reads where BusyBox installs each applet, sorted by code unit', () => {
  const preprocessed = [
    '# 1 "include/applets.h"',
    'LINK BB_DIR_USR_SBIN "chroot"',
    ' LINK BB_DIR_USR_BIN "[["',
    'LINK BB_DIR_BIN busybox',
    'LINK BB_DIR_ROOT "linuxrc"',
    'LINK BB_DIR_USR_BIN "["',
    'NOTHING BB_DIR_BIN "no"',
  ].join('\n');
  expect(readAppletPaths(preprocessed)).toEqual([
    { name: '[', path: '/usr/bin/[' },
    { name: '[[', path: '/usr/bin/[[' },
    { name: 'busybox', path: '/bin/busybox' },
    { name: 'chroot', path: '/usr/sbin/chroot' },
    { name: 'linuxrc', path: '/linuxrc' },
  ]);
});
