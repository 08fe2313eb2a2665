import { chmod, copyFile, mkdir } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';

import {
  type Artefact,
  type LibrariesOutput,
  type Platform,
  recordArtefact,
  type ResolvedLibrary,
  writeAtomic,
} from '@basewright/core';

import { type Member } from './closure';
import { loaderLinks } from './library-directories';
import { nsswitchText } from './nsswitch';

const NSSWITCH = '/etc/nsswitch.conf';

/** Copies the closed set into a stage's directory, below `files/` at its image paths, and describes it. */
export async function writeLibraries(
  directory: string,
  platform: Platform,
  members: readonly Member[],
): Promise<LibrariesOutput> {
  const libraries: ResolvedLibrary[] = [];
  for (const { imagePath, found, neededBy } of members) {
    const { name, version } = found.package;
    const isLoader = posix.basename(imagePath) === posix.basename(platform.loader);
    const file = await place(directory, imagePath, isLoader ? 0o755 : 0o644, (to) => copyFile(found.source, to));
    libraries.push({ path: imagePath, file, package: name, version, neededBy: [...neededBy] });
  }
  const nsswitch = await place(directory, NSSWITCH, 0o644, (to) => writeAtomic(to, nsswitchText()));
  return { libraries, links: loaderLinks(platform), files: { [NSSWITCH]: nsswitch } };
}

async function place(
  directory: string,
  imagePath: string,
  mode: number,
  write: (to: string) => Promise<void>,
): Promise<Artefact> {
  const path = posix.join('files', imagePath);
  const absolute = join(directory, path);
  await mkdir(dirname(absolute), { recursive: true });
  await write(absolute);
  await chmod(absolute, mode);
  return recordArtefact(directory, path);
}
