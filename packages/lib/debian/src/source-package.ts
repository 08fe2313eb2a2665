import { rename } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { type Store } from '@basewright/core';

import { openSourceApt } from './apt';
import { parseStanzas, type Stanza } from './deb822';
import { fetchFiles } from './fetch/fetch-files';
import { nobodyHas } from './fetch/nobody-has';
import { type ArchiveFile, type Lock, readLock } from './lock/lock-file';
import { type DebianSettings, DEFAULT_SUITE, MAIN_ARCHIVE } from './settings';

/** The suites whose source packages are searched, oldest first. */
export const SOURCE_SUITES = [DEFAULT_SUITE, 'forky', 'sid'] as const;

/** One version of a source package: `1:1.38.0-3` of `busybox`. */
export interface SourceVersion {
  readonly source: string;
  readonly version: string;
  /** The files it consists of, by name. */
  readonly files: ReadonlyMap<string, ArchiveFile>;
}

/**
 * The versions of a source package: first those that the lock pins, for which no index is asked, then those that
 * {@link SOURCE_SUITES} list now, each once. No version at all is no error here. Throws UNREACHABLE, and what apt reports.
 */
export async function* sourceVersions(
  store: Store,
  settings: DebianSettings,
  source: string,
): AsyncGenerator<SourceVersion> {
  const locked = settings.lockFile === undefined ? [] : lockedSources(await readLock(settings.lockFile), source);
  yield* locked;
  const known = new Set(locked.map(({ version }) => version));
  for (const one of await offeredSources(store, settings, source)) if (!known.has(one.version)) yield one;
}

/** The versions of a source package that a lock pins files of. */
function lockedSources(lock: Lock | null, source: string): SourceVersion[] {
  const versions = new Map<string, Map<string, ArchiveFile>>();
  for (const [key, file] of Object.entries(lock?.sources ?? {})) {
    const [, name, version = '', fileName = ''] = /^([^=]+)=(\S+) (.+)$/.exec(key) ?? [];
    if (name !== source) continue;
    const files = versions.get(version) ?? new Map<string, ArchiveFile>();
    versions.set(version, files.set(fileName, file));
  }
  return [...versions].map(([version, files]) => ({ source, version, files }));
}

/** The versions of a source package that suites list now, in the order of the suites, each once. */
async function offeredSources(
  store: Store,
  settings: DebianSettings,
  source: string,
): Promise<readonly SourceVersion[]> {
  const apt = await openSourceApt(store, settings, SOURCE_SUITES);
  const { stdout } = await apt.run('apt-cache', ['showsrc', '--only-source', source], {
    purpose: `find the Debian source package ${source}`,
  });
  const versions = parseStanzas(stdout).map((stanza): SourceVersion => {
    const { Version: version = '', Directory: directory = '' } = stanza;
    return { source, version, files: filesOf(stanza, directory) };
  });
  return [...new Map(versions.map((one) => [one.version, one])).values()];
}

function filesOf({ 'Checksums-Sha256': sums = '' }: Stanza, directory: string): Map<string, ArchiveFile> {
  const rows = sums.split('\n').flatMap((line) => {
    const [sha256, size, name] = line.split(' ');
    if (sha256 === undefined || size === undefined || name === undefined) return [];
    const path = [directory, name].filter((part) => part !== '' && part !== '.').join('/');
    return [[name, { archive: MAIN_ARCHIVE, path, size: Number(size), sha256 }] as const];
  });
  return new Map(rows);
}

/**
 * Downloads a file of a source package into a directory, which is on the file system that it is wanted on, and returns
 * its path. Throws what {@link nobodyHas} makes.
 */
export async function downloadSource(
  settings: DebianSettings,
  { source, version }: SourceVersion,
  file: ArchiveFile,
  directory: string,
): Promise<string> {
  const label = `${basename(file.path)} of ${source} ${version}`;
  const { files, missing } = await fetchFiles(settings, [{ ...file, label }], directory);
  const path = files.get(file.sha256);
  if (path === undefined) throw nobodyHas(missing);
  // Whoever unpacks it sees by its name what it is compressed with.
  const named = join(directory, basename(file.path));
  await rename(path, named);
  return named;
}
