import { lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** What a listing would say of the tree at `root`; only of hard links and sizes of other things than files it is believed. */
export function unpackedAsListed(root: string, listing: string): string {
  const entry = /^(?<kind>.)\S+ +\S+ +(?<size>\d+) (?<path>\S+)(?<link> link to .*)?.*$/gm;
  return listing.replace(entry, (...match: unknown[]) => {
    const { kind, size = '', path = '', link = '' } = match.at(-1) as Record<string, string | undefined>;
    const stat = lstatSync(join(root, path));
    const type = stat.isDirectory() ? 'd' : stat.isSymbolicLink() ? 'l' : stat.isFile() && kind === 'h' ? 'h' : '-';
    const to = stat.isSymbolicLink() ? ` -> ${readlinkSync(join(root, path))}` : link;
    const owner = `${stat.uid}:${stat.gid}`.padStart(11);
    return `${type}${letters(stat.mode)} ${owner} ${(type === '-' ? String(stat.size) : size).padStart(9)} ${path}${to}`;
  });
}

/** Permission bits as `ls -l` shows them. */
function letters(mode: number): string {
  const classes = [
    { shift: 6, special: 0o4000, letter: 's' },
    { shift: 3, special: 0o2000, letter: 's' },
    { shift: 0, special: 0o1000, letter: 't' },
  ];
  return classes
    .map(({ shift, special, letter }) => {
      const bits = mode >> shift;
      const last = (bits & 1) === 1 ? 'x' : '-';
      const set = last === 'x' ? letter : letter.toUpperCase();
      return `${(bits & 4) === 4 ? 'r' : '-'}${(bits & 2) === 2 ? 'w' : '-'}${(mode & special) === 0 ? last : set}`;
    })
    .join('');
}
