/**
 * What packages ship and no program in a container reads: documentation and what makes it, and files of service managers,
 * which would run scripts of their own. Licences stay.
 */
const LEFT_OUT: readonly RegExp[] = [
  /^\/usr\/share\/(bug|doc-base|gtk-doc|help|info|linda|lintian|man)(\/|$)/,
  /^\/usr\/share\/(bash-completion|fish|zsh)(\/|$)/,
  /^\/usr\/share\/doc\/[^/]+\/(?!copyright$)/,
  /^\/etc\/(cron\.[^/]+|init\.d|logrotate\.d|rc.\.d)(\/|$)/,
  /^\/usr\/lib\/(systemd|sysusers\.d|tmpfiles\.d)(\/|$)/,
];

/** Whether a path of a package stays out of images. */
export function isLeftOut(path: string): boolean {
  return MERGED_LINK.test(path) || LEFT_OUT.some((pattern) => pattern.test(path));
}

/** The links that make a system's directories one with those below /usr; of an image that is the base's matter. */
const MERGED_LINK = /^\/(bin|lib|lib32|lib64|libx32|sbin)$/;

const MERGED = /^\/(?=(bin|lib|lib32|lib64|libx32|sbin)\/)/;

/** Where a packaged path goes: below /usr what merged-/usr moved there. */
export function mergedPath(path: string): string {
  return path.replace(MERGED, '/usr/');
}
