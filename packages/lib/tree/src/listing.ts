import { sizeOf, type TreeEntry } from './tree';

const KIND: Readonly<Record<TreeEntry['type'], string>> = { directory: 'd', file: '-', symlink: 'l', hardlink: 'h' };

/**
 * The tree as text, one line per entry as `ls -l` and `tar -tv` print it:
 * `drwxrwxrwt     0:0          0 /tmp`, `lrwxrwxrwx … /bin/sh -> busybox`, `hrwxr-xr-x … /bin/ls link to /bin/busybox`.
 */
export function listing(entries: readonly TreeEntry[]): string {
  return entries
    .map((entry) => {
      const owner = `${entry.uid}:${entry.gid}`.padStart(11);
      return `${KIND[entry.type]}${permissions(entry.mode)} ${owner} ${String(sizeOf(entry)).padStart(9)} ${entry.path}${targetOf(entry)}\n`;
    })
    .join('');
}

const TRIPLES = ['---', '--x', '-w-', '-wx', 'r--', 'r-x', 'rw-', 'rwx'] as const;

/** Who the three triples are for: where their bits are, and how a set-id or sticky bit shows in the last letter. */
const CLASSES = [
  { shift: 6, special: 0o4000, letter: 's' },
  { shift: 3, special: 0o2000, letter: 's' },
  { shift: 0, special: 0o1000, letter: 't' },
] as const;

/** Permission bits as ls(1) spells them: `rwxr-xr-x`, with s, S, t and T for set-id and sticky bits. */
export function permissions(mode: number): string {
  return CLASSES.map(({ shift, special, letter }) => {
    const triple = TRIPLES[(mode >> shift) & 7] ?? '---';
    if ((mode & special) === 0) return triple;
    return triple.slice(0, 2) + (triple.endsWith('x') ? letter : letter.toUpperCase());
  }).join('');
}

function targetOf(entry: TreeEntry): string {
  if (entry.type === 'symlink') return ` -> ${entry.target}`;
  return entry.type === 'hardlink' ? ` link to ${entry.target}` : '';
}
