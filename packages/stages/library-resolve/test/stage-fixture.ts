import { chmod, copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { compileOutput, recordArtefact, writeStage } from '@basewright/contracts';
import { exec, type Platform, platformOf } from '@basewright/core';
import { type DebianSettings, DEFAULT_SUITE, emptyLock, formatLock } from '@basewright/debian';
import { readElf } from '@basewright/elf';
import { type Libc } from '@basewright/libcs';
import { pinnedArchive, purposesLike, REPOSITORY_LOCK } from '@basewright/testing';

/** Lays two programs out as the compile stage does, in `<root>/compile`, and returns that directory's name. */
export async function compiledStage(
  root: string,
  platform: Platform,
  programs: { readonly busybox: string; readonly getconf: string },
  libc: Libc = 'glibc',
): Promise<string> {
  await writeStage(join(root, 'compile'), compileOutput, platform.id, async (directory) => {
    const program = async (name: 'busybox' | 'getconf') => {
      await copyFile(programs[name], join(directory, name));
      await chmod(join(directory, name), 0o755);
      return { file: await recordArtefact(directory, name), elf: readElf(await readFile(programs[name])) };
    };
    const busybox = await program('busybox');
    const body = {
      busybox,
      unstripped: busybox.file,
      getconf: await program('getconf'),
      libc,
      version: '1.38.0',
      hardening: [],
    };
    return { body: { ...body, sourceDate: 0, applets: [], patches: [] }, inputs: {} };
  });
  return 'compile';
}

/** The repository itself: its lock file pins what its images ask for. */
export const REPOSITORY = join(__dirname, '../../../..');

/** Copies the repository's lock file, and returns its name. */
export async function copyLock(root: string): Promise<string> {
  await copyFile(REPOSITORY_LOCK, join(root, 'lock.json'));
  return 'lock.json';
}

/** Writes a lock file that pins nothing, and returns its name. */
export async function writeEmptyLock(root: string): Promise<string> {
  await writeFile(join(root, 'lock.json'), formatLock(emptyLock(DEFAULT_SUITE)));
  return 'lock.json';
}

export const amd64 = platformOf('linux/amd64');

/** The host's compiler makes the programs: like BusyBox they want libm and libresolv of a glibc that is not newer than Debian's. */
export const SOURCE = `#include <math.h>
#include <resolv.h>
#include <stdlib.h>
int main(int argc, char **argv) { res_init(); return (int)pow(argc, atof(argv[0])); }
`;

/** Compiles a C program or library with the host's compiler to `<root>/<name>`. */
export async function compile(
  root: string,
  name: string,
  source: string,
  options: readonly string[] = [],
): Promise<string> {
  const path = join(root, name);
  await writeFile(`${path}.c`, source);
  await exec('gcc', ['-o', path, `${path}.c`, ...options]);
  return path;
}

/** The archive that what no lock pins is looked up in: it has what images here ask for, and some packages for tests. */
export async function archiveSettings(): Promise<DebianSettings> {
  const purposes = await purposesLike(/^(libraries|identity|requested\/busybox-glibc-net|tests\/libraries)\/amd64/);
  return (await pinnedArchive(purposes)).settings;
}

/** A workspace with the repository's lock, which does not know its image, and a compile stage whose busybox is compiled from `source`. */
export async function workspace(
  root: string,
  source = SOURCE,
  options: readonly string[] = ['-Wl,--no-as-needed', '-lm', '-lresolv'],
) {
  const busybox = await compile(root, 'busybox', source, options);
  const getconf = await compile(root, 'getconf', 'int main(void) { return 0; }\n');
  const compiled = await compiledStage(root, amd64, { busybox, getconf });
  const lockFile = await copyLock(root);
  const image = { name: 'tiny', platform: amd64.id, libc: 'glibc' } as const;
  const debian = await archiveSettings();
  return { base: { ...image, outputPath: 'libraries', compile: compiled, lockFile, debian } };
}
