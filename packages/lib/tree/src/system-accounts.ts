import { type Group, type User } from './accounts';

const NO_LOGIN = '/bin/false';

/**
 * The users of every image: the names and numbers of the official image (Buildroot's skeleton). Who needs no place of
 * his own lives in `/`, so that nobody but its user owns a directory.
 */
export const SYSTEM_USERS: readonly User[] = [
  { name: 'root', uid: 0, gid: 0, gecos: 'root', home: '/root', shell: '/bin/sh' },
  { name: 'daemon', uid: 1, gid: 1, gecos: 'daemon', home: '/', shell: NO_LOGIN },
  { name: 'bin', uid: 2, gid: 2, gecos: 'bin', home: '/', shell: NO_LOGIN },
  { name: 'sys', uid: 3, gid: 3, gecos: 'sys', home: '/', shell: NO_LOGIN },
  { name: 'sync', uid: 4, gid: 100, gecos: 'sync', home: '/', shell: '/bin/sync' },
  { name: 'mail', uid: 8, gid: 8, gecos: 'mail', home: '/var/spool/mail', shell: NO_LOGIN },
  { name: 'www-data', uid: 33, gid: 33, gecos: 'www-data', home: '/var/www', shell: NO_LOGIN },
  { name: 'operator', uid: 37, gid: 37, gecos: 'operator', home: '/', shell: NO_LOGIN },
  { name: 'nobody', uid: 65534, gid: 65534, gecos: 'nobody', home: '/', shell: NO_LOGIN },
];

const GROUP_NUMBERS: readonly (readonly [name: string, gid: number])[] = [
  ['root', 0],
  ['daemon', 1],
  ['bin', 2],
  ['sys', 3],
  ['adm', 4],
  ['tty', 5],
  ['disk', 6],
  ['lp', 7],
  ['mail', 8],
  ['kmem', 9],
  ['wheel', 10],
  ['cdrom', 11],
  ['dialout', 18],
  ['floppy', 19],
  ['video', 28],
  ['audio', 29],
  ['tape', 32],
  ['www-data', 33],
  ['operator', 37],
  ['utmp', 43],
  ['plugdev', 46],
  ['staff', 50],
  ['lock', 54],
  ['netdev', 82],
  ['users', 100],
  ['nobody', 65534],
];

/** The groups of every image, likewise. */
export const SYSTEM_GROUPS: readonly Group[] = GROUP_NUMBERS.map(([name, gid]) => ({
  name,
  gid,
  members: name === 'wheel' ? ['root'] : [],
}));
