import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { BasewrightError, didYouMean, type Store } from '@basewright/core';

import { openSourceApt } from './apt';
import { parseStanzas } from './deb822';
import { DEFAULT_SUITE, type DebianSettings } from './settings';

/** The suites whose source packages are searched, oldest first. */
export const SOURCE_SUITES = [DEFAULT_SUITE, 'forky', 'sid'] as const;

/**
 * Downloads one file of a Debian source package (`busybox_1.38.0.orig.tar.bz2` of `busybox`) into a directory and
 * returns its path. Any version of the source package that lists the file serves. The bytes are those of Debian's
 * signed index; whether they are the ones wanted is the caller's question. Throws NOT_FOUND, UNREACHABLE.
 */
export async function sourceFile(
  store: Store,
  settings: DebianSettings,
  wanted: { readonly source: string; readonly file: string; readonly directory: string },
): Promise<string> {
  const apt = await openSourceApt(store, settings, SOURCE_SUITES);
  const { stdout } = await apt.run('apt-cache', ['showsrc', '--only-source', wanted.source], {
    purpose: `find the Debian source package ${wanted.source}`,
  });
  const versions = parseStanzas(stdout).map((stanza) => ({
    version: stanza['Version'] ?? '',
    files: (stanza['Checksums-Sha256'] ?? '').split('\n').flatMap((line) => line.split(' ')[2] ?? []),
  }));
  const holder = versions.find(({ files }) => files.includes(wanted.file));
  if (holder === undefined) {
    const known = versions.flatMap(({ files }) => files);
    throw new BasewrightError(
      'NOT_FOUND',
      `cannot find ${wanted.file}: no version of Debian's source package ${wanted.source} has it${didYouMean(wanted.file, known)}`,
    );
  }
  const temporary = await mkdtemp(join(wanted.directory, '.source-'));
  try {
    const args = ['source', '-qq', '--download-only', '--only-source', `${wanted.source}=${holder.version}`];
    await apt.run('apt-get', args, { cwd: temporary, purpose: `download Debian's source package ${wanted.source}` });
    if (!(await readdir(temporary)).includes(wanted.file)) {
      throw new BasewrightError('NOT_FOUND', `cannot find ${wanted.file}: apt did not download it`);
    }
    const target = join(wanted.directory, wanted.file);
    await rename(join(temporary, wanted.file), target);
    return target;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
