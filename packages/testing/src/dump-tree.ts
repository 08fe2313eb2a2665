/** An entry of a tree, as far as a dump shows it; a rootfs plan's entries are such. */
export interface DumpedEntry {
  readonly path: string;
  readonly type: 'directory' | 'file' | 'symlink' | 'hardlink';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly target?: string;
}

/**
 * A tree as an object that reads like `ls -l`: `{'/bin/sh': 'symlink busybox', '/tmp/': 'dir 1777'}`. Directories end
 * in a slash; an owner is shown when it is not root.
 */
export function dumpTree(entries: readonly DumpedEntry[]): Record<string, string> {
  return Object.fromEntries(entries.map((entry) => [nameOf(entry), describe(entry)]));
}

function nameOf({ path, type }: DumpedEntry): string {
  return type === 'directory' && path !== '/' ? `${path}/` : path;
}

function describe({ type, mode, uid, gid, target }: DumpedEntry): string {
  const owner = uid === 0 && gid === 0 ? '' : ` ${uid}:${gid}`;
  const bits = mode.toString(8).padStart(4, '0');
  switch (type) {
    case 'directory':
      return `dir ${bits}${owner}`;
    case 'file':
      return `file ${bits}${owner}`;
    case 'symlink':
    case 'hardlink':
      return `${type} ${target ?? ''}${owner}`;
  }
}
