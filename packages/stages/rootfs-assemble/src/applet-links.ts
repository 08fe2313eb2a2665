import { posix } from 'node:path';

import { SETUID_BUSYBOX } from '@basewright/contracts';
import { type Report, type TreeEntry } from '@basewright/tree';

/** How applets become names of the one program. */
export type AppletLinks = 'hard' | 'symbolic';

/** An applet and where BusyBox itself installs it (applets.h): `{name: 'awk', path: '/usr/bin/awk'}`. */
export interface Applet {
  readonly name: string;
  readonly path: string;
  /** It is one of the second program, which is setuid. */
  readonly isSetuid?: true;
}

/** Where the program lies; every applet is a link to it. */
export const BUSYBOX = '/bin/busybox';

/** The programs that applets are links to, and their modes. */
const PLAIN = { target: BUSYBOX, mode: 0o755 } as const;
export const SETUID = { target: SETUID_BUSYBOX, mode: 0o4755 } as const;

/** The directories applets.h knows: BB_DIR_ROOT, BIN, SBIN, USR_BIN, USR_SBIN. */
const DIRECTORIES: readonly string[] = ['/', '/bin', '/sbin', '/usr/bin', '/usr/sbin'];

/** Where scripts look for env: `#!/usr/bin/env sh`. */
const ENV = '/usr/bin/env';

/**
 * The applets, and env where scripts look for it, too: CONFIG_INSTALL_NO_USR has it in /bin. The official image makes the
 * same one link (docker-library/busybox, Dockerfile.builder). `taken` are image paths that others use.
 */
export function withEnvForScripts(applets: readonly Applet[], taken: readonly string[]): readonly Applet[] {
  const isThere = taken.includes(ENV) || applets.some(({ path }) => path === ENV);
  return isThere || !applets.some(({ name }) => name === 'env') ? applets : [...applets, { name: 'env', path: ENV }];
}

/**
 * One link per applet, at BusyBox's own path; where `programs` (image paths) has one of the applet's name, the link is to
 * that. Reports applets outside the directories that BusyBox installs to.
 */
export function appletEntries(
  applets: readonly Applet[],
  style: AppletLinks,
  programs: readonly string[],
  report: Report,
): TreeEntry[] {
  // `busybox` is an applet too, but the program itself has that place.
  const links = applets.filter(({ path }) => path !== BUSYBOX && !programs.includes(path));
  for (const { name, path } of links) {
    const directory = posix.dirname(path);
    if (DIRECTORIES.includes(directory) && posix.join(directory, name) === path) continue;
    report(`applet ${name}: ${path} is not in a directory BusyBox installs to (${DIRECTORIES.join(' ')})`);
  }
  return links.map((applet) => {
    const program = programs.find((one) => posix.basename(one) === applet.name);
    return program === undefined ? appletEntry(applet, style) : relativeLink(applet, program);
  });
}

function appletEntry(applet: Applet, style: AppletLinks): TreeEntry {
  const { target, mode } = applet.isSetuid === true ? SETUID : PLAIN;
  if (style === 'symbolic') return relativeLink(applet, target);
  // A hard link has the mode of its file, too.
  return { ...placedAt(applet), type: 'hardlink', mode, target };
}

function placedAt({ name, path }: Applet) {
  // A hard link has the time of its file, whichever of the two is unpacked last.
  return { path, uid: 0, gid: 0, origin: `applet ${name}`, isPackaged: true };
}

/** Relative, so that it also holds in a tree that is not mounted as the root. */
function relativeLink(applet: Applet, target: string): TreeEntry {
  const relative = posix.relative(posix.dirname(applet.path), target);
  return { ...placedAt(applet), type: 'symlink', mode: 0o777, target: relative };
}
