import { posix } from 'node:path';

import { type Report } from './image-path';
import { type TreeEntry } from './tree';

/** How applets become names of the one program. */
export type AppletLinks = 'hard' | 'symbolic';

/** An applet and where BusyBox itself installs it (applets.h): `{name: 'awk', path: '/usr/bin/awk'}`. */
export interface Applet {
  readonly name: string;
  readonly path: string;
}

/** Where the program lies; every applet is a link to it. */
export const BUSYBOX = '/bin/busybox';

/** The directories applets.h knows: BB_DIR_ROOT, BIN, SBIN, USR_BIN, USR_SBIN. */
const DIRECTORIES: readonly string[] = ['/', '/bin', '/sbin', '/usr/bin', '/usr/sbin'];

/** One link per applet, at BusyBox's own path. Reports applets outside the directories that BusyBox installs to. */
export function appletEntries(applets: readonly Applet[], style: AppletLinks, report: Report): TreeEntry[] {
  // `busybox` is an applet too, but the program itself has that place.
  const links = applets.filter(({ path }) => path !== BUSYBOX);
  for (const { name, path } of links) {
    const directory = posix.dirname(path);
    if (DIRECTORIES.includes(directory) && posix.join(directory, name) === path) continue;
    report(`applet ${name}: ${path} is not in a directory BusyBox installs to (${DIRECTORIES.join(' ')})`);
  }
  return links.map((applet) => appletEntry(applet, style));
}

function appletEntry({ name, path }: Applet, style: AppletLinks): TreeEntry {
  const placed = { path, uid: 0, gid: 0, origin: `applet ${name}` };
  if (style === 'hard') return { ...placed, type: 'hardlink', mode: 0o755, target: BUSYBOX };
  // Relative, so that the links also hold in a tree that is not mounted as the root.
  return { ...placed, type: 'symlink', mode: 0o777, target: posix.relative(posix.dirname(path), BUSYBOX) };
}
