import { list, type ReadEntry } from 'tar';

import { type DumpedEntry } from './dump-tree';

const TYPES: Readonly<Record<string, DumpedEntry['type']>> = {
  Directory: 'directory',
  File: 'file',
  SymbolicLink: 'symlink',
  Link: 'hardlink',
};

/** The entries of a tar (compressed or not) in archive order, with paths as in an image: `/bin/sh`. */
export async function readTar(file: string): Promise<DumpedEntry[]> {
  const entries: DumpedEntry[] = [];
  await list({ file, onReadEntry: (entry) => entries.push(dumped(entry)) });
  return entries;
}

function dumped({ path, type, mode = 0, uid = 0, gid = 0, linkpath }: ReadEntry): DumpedEntry {
  const kind = TYPES[type];
  if (kind === undefined) throw new Error(`${path}: a test does not know entries of type ${type}`);
  const place = path === './' ? '/' : `/${path.replace(/\/$/, '')}`;
  const target = kind === 'hardlink' ? `/${linkpath ?? ''}` : linkpath;
  return { path: place, type: kind, mode, uid, gid, ...(target === undefined ? {} : { target }) };
}
