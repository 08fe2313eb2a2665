import { mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { BasewrightError, didYouMean, type Store } from '@basewright/core';

import { type DebianSettings } from './settings';
import { openSourcePackage } from './source-package';

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
  const { versions, download } = await openSourcePackage(store, settings, wanted.source);
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
    const target = join(wanted.directory, wanted.file);
    await rename(await download(holder.version, wanted.file, { directory: temporary }), target);
    return target;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
