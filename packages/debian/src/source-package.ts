import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { BasewrightError, type Store } from '@basewright/core';

import { type Apt, openSourceApt } from './apt';
import { parseStanzas } from './deb822';
import { DEFAULT_SUITE, type DebianSettings } from './settings';

/** The suites whose source packages are searched, oldest first. */
export const SOURCE_SUITES = [DEFAULT_SUITE, 'forky', 'sid'] as const;

/** One version of a source package, as a suite lists it: `1:1.38.0-3`. */
interface SourceVersion {
  readonly version: string;
  /** Names of the files it consists of. */
  readonly files: readonly string[];
}

/** A Debian source package in all the versions that {@link SOURCE_SUITES} have. */
export interface SourcePackage {
  readonly name: string;
  /** In the order of the suites, each once. */
  readonly versions: readonly SourceVersion[];
  /**
   * Downloads one version's files into an empty directory and returns the path of `file`. With `packagingOnly` that is
   * its debian.tar alone. Throws NOT_FOUND, UNREACHABLE.
   */
  readonly download: (
    version: string,
    file: string,
    to: { readonly directory: string; readonly packagingOnly?: boolean },
  ) => Promise<string>;
}

/** Looks a source package up. No version at all is no error here. Throws UNREACHABLE, and what apt reports. */
export async function openSourcePackage(store: Store, settings: DebianSettings, name: string): Promise<SourcePackage> {
  const apt = await openSourceApt(store, settings, SOURCE_SUITES);
  return {
    name,
    versions: await versionsOf(apt, name),
    download: async (version, file, { directory, packagingOnly = false }) => {
      const what = packagingOnly ? ['--diff-only'] : [];
      const args = ['source', '-qq', '--download-only', ...what, '--only-source', `${name}=${version}`];
      await apt.run('apt-get', args, { cwd: directory, purpose: `download Debian's source package ${name}` });
      if ((await readdir(directory)).includes(file)) return join(directory, file);
      throw new BasewrightError('NOT_FOUND', `cannot find ${file}: apt did not download it`);
    },
  };
}

async function versionsOf(apt: Apt, name: string): Promise<SourceVersion[]> {
  const { stdout } = await apt.run('apt-cache', ['showsrc', '--only-source', name], {
    purpose: `find the Debian source package ${name}`,
  });
  const stanzas = parseStanzas(stdout).map((stanza): [string, readonly string[]] => [
    stanza['Version'] ?? '',
    (stanza['Checksums-Sha256'] ?? '').split('\n').flatMap((line) => line.split(' ')[2] ?? []),
  ]);
  return [...new Map(stanzas)].map(([version, files]) => ({ version, files }));
}
