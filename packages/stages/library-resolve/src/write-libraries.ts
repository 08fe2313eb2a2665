import { chmod, copyFile, mkdir } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';

import { type Artefact, type LibraryResolveOutput, recordArtefact, type ResolvedLibrary } from '@basewright/contracts';
import { type Platform, writeAtomic } from '@basewright/core';
import { glibcLoader } from '@basewright/libcs';

import { type Member } from './closure';
import { loaderLinks } from './library-directories';
import { type PackagedEntry } from './programs';

/** What goes into a stage's directory. */
export interface LibraryFiles {
  readonly members: readonly Member[];
  readonly programs: readonly PackagedEntry[];
  /** The texts of further files, by path in the image. */
  readonly texts: Readonly<Record<string, string>>;
}

/** Copies the closed set into a stage's directory, below `files/` at its image paths, and describes it. */
export async function writeLibraries(
  directory: string,
  platform: Platform,
  { members, programs, texts }: LibraryFiles,
): Promise<Pick<LibraryResolveOutput, 'libraries' | 'programs' | 'links' | 'files'>> {
  const libraries: ResolvedLibrary[] = [];
  for (const { imagePath, found, neededBy } of members) {
    const { name, version } = found.package;
    const isLoader = posix.basename(imagePath) === posix.basename(glibcLoader(platform));
    const file = await place(directory, imagePath, isLoader ? 0o755 : 0o644, (to) => copyFile(found.source, to));
    libraries.push({ path: imagePath, file, package: name, version, neededBy: [...neededBy] });
  }
  const links: Record<string, string> = { ...loaderLinks(platform) };
  for (const member of members) Object.assign(links, member.links);
  const placed: LibraryResolveOutput['programs'] = [];
  for (const { entry, package: from } of programs) {
    if (entry.type === 'symlink') links[entry.path] = entry.target;
    else {
      const mode = entry.type === 'file' && entry.executable ? 0o755 : 0o644;
      const file = await place(directory, entry.path, mode, (to) =>
        entry.type === 'file' ? copyFile(entry.source, to) : writeAtomic(to, entry.text),
      );
      placed.push({ path: entry.path, file, package: from.name, version: from.version });
    }
  }
  const files: LibraryResolveOutput['files'] = {};
  for (const [path, text] of Object.entries(texts))
    files[path] = await place(directory, path, 0o644, (to) => writeAtomic(to, text));
  return { libraries, programs: placed, links, files };
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
