/** Why something is not part of a distroless image. */
export type RemovalRule = 'BusyBox' | 'a shell' | 'a package manager' | 'a link' | 'a script' | 'asked for';

/** Directories of programs; with a merged /usr or without, and those of whoever installs by hand. */
const PROGRAM = /\/s?bin\/(?<name>[^/]+)$/;

/** Programs by their names. BusyBox is known by its content, too, whatever it is called. */
const PROGRAMS: readonly (readonly [RemovalRule, RegExp])[] = [
  ['BusyBox', /^(bbsuid|busybox([.-].+)?|toybox)$/],
  ['a shell', /^(ash|bash|csh|dash|elvish|fish|hush|ksh(93)?|lksh|mksh|oksh|posh|rbash|rzsh|sh|tcsh|yash|zsh.*)$/],
  [
    'a package manager',
    /^(apk(-.+)?|apt([.-].+)?|aptitude|debconf.*|dnf.*|dpkg(-.+)?|dselect|emerge|ipkg.*|microdnf|opkg.*|pacman.*|rpm.*|tdnf|update-alternatives|xbps-.+|yum|zypper)$/,
  ],
];

/** What scanners read to know which packages an image has: the databases stay, without who wrote them. */
const DATABASE = /^\/(usr|var)\/lib\/(dpkg\/(status\.d\/.*|info\/.*\.(list|md5sums))|opkg\/info\/.*\.(control|list))$/;

/** Those of one file for all packages. */
export const DATABASES: readonly string[] = [
  '/lib/apk/db/installed',
  '/usr/lib/apk/db/installed',
  '/usr/lib/opkg/status',
  '/var/lib/dpkg/status',
  '/var/lib/opkg/status',
];

/** The package that an entry of such a database is about, where each has files of its own. */
const DATABASE_ENTRY = /^\/var\/lib\/dpkg\/(status\.d|info)\/(?<name>[a-z0-9.+-]+?)(:[a-z0-9]+)?(\.md5sums|\.list)?$/;

/** Files that only such programs read. */
const FILES: readonly (readonly [RemovalRule, RegExp])[] = [
  ['BusyBox', /^\/(etc\/(busybox\.conf|network|udhcpc|udhcpd\.conf)|usr\/share\/udhcpc)(\/|$)/],
  [
    'a shell',
    /^\/(etc\/(bash\.bashrc|bash_completion\.d|profile|profile\.d|shells|skel|zsh)|root\/\.(ash|bash|zsh)?(rc|_history|_logout|_profile|profile))(\/|$)/,
  ],
  [
    'a package manager',
    /^\/(etc\/(apk|apt|dnf|dpkg|opkg|pacman\.d|yum|yum\.repos\.d|zypp)|(usr\/)?lib\/(apk|apt|dpkg|opkg)|usr\/share\/(apk|dpkg)|var\/(cache|lib|log)\/(apk|apt|dnf|dpkg|opkg|pacman|yum|zypp))(\/|$)/,
  ],
];

/** What a distroless image does without at a path, by the path alone; undefined for what stays. */
export function ruleOf(path: string): RemovalRule | undefined {
  const name = PROGRAM.exec(path)?.groups?.['name'] ?? DATABASE_ENTRY.exec(path)?.groups?.['name'];
  const rule = name === undefined ? undefined : ruleOfProgram(name);
  if (rule !== undefined || DATABASES.includes(path) || DATABASE.test(path)) return rule;
  return FILES.find(([, pattern]) => pattern.test(path))?.[0];
}

/** The same of a program, or of the package that it is from: `bash`. */
export function ruleOfProgram(name: string): RemovalRule | undefined {
  return PROGRAMS.find(([, pattern]) => pattern.test(name))?.[0];
}

/**
 * Whether a path is a distribution's own by the Filesystem Hierarchy Standard: its scripts go with the shell that runs
 * them. Anything else (/usr/local, /opt, /srv, /app) is the work of whoever made the image.
 */
export function isDistributions(path: string): boolean {
  return /^\/(bin|etc|lib[^/]*|sbin|usr\/(?!local\/)[^/]+|var\/lib)\//.test(path);
}
