import { chmod } from 'node:fs/promises';
import { join } from 'node:path';

import { runInSandbox } from '@basewright/sandbox';

/** What to pack and where. Paths are absolute. */
export interface SysrootPacking {
  readonly root: string;
  /** The tree; its top directories and files become those of the tar. */
  readonly sysroot: string;
  /** The directory the tar is written to. */
  readonly directory: string;
  /** Name of the tar. */
  readonly name: string;
  /** Modification time of every entry, in seconds since 1970. */
  readonly sourceDate: number;
}

/** Packs a sysroot so that equal trees give equal bytes: entries sorted, owners, times and modes fixed. */
export async function packSysroot({ root, sysroot, directory, name, sourceDate }: SysrootPacking): Promise<void> {
  await runInSandbox({
    root,
    program: 'tar',
    cwd: '/src',
    args: [
      ...['--create', '--format=ustar', '--sort=name', '--owner=0', '--group=0', '--numeric-owner'],
      ...[`--mtime=@${sourceDate}`, '--mode=u=rwX,go=rX', `--file=/out/${name}`, '--', 'uclibc-gcc.specs', 'usr'],
    ],
    binds: [
      { from: sysroot, to: '/src' },
      { from: directory, to: '/out', writable: true },
    ],
    purpose: 'pack the sysroot',
  });
  await chmod(join(directory, name), 0o644);
}
