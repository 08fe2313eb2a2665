import { rename } from 'node:fs/promises';
import { join } from 'node:path';

import { BasewrightError, didYouMean, type Store, withDirectoryIn } from '@basewright/core';

import { type DebianSettings } from './settings';
import { downloadSource, sourceVersions } from './source-package';

/**
 * Downloads one file of a Debian source package (`busybox_1.38.0.orig.tar.bz2` of `busybox`) into a directory and
 * returns its path: of the version that the lock pins, else of any that lists it. The bytes are those of the lock or of
 * Debian's signed index; whether they are the ones wanted is the caller's question. Throws NOT_FOUND, UNREACHABLE.
 */
export async function sourceFile(
  store: Store,
  settings: DebianSettings,
  wanted: { readonly source: string; readonly file: string; readonly directory: string },
): Promise<string> {
  const known: string[] = [];
  let refusal: BasewrightError | undefined;
  for await (const version of sourceVersions(store, settings, wanted.source)) {
    const file = version.files.get(wanted.file);
    known.push(...version.files.keys());
    if (file === undefined) continue;
    try {
      return await withDirectoryIn(wanted.directory, async (temporary) => {
        const target = join(wanted.directory, wanted.file);
        await rename(await downloadSource(settings, version, file, temporary), target);
        return target;
      });
    } catch (error) {
      // Another version may have a file of that name where it can be had.
      if (!(error instanceof BasewrightError) || error.code === 'NO_SPACE') throw error;
      refusal ??= error;
    }
  }
  if (refusal !== undefined) throw refusal;
  throw new BasewrightError(
    'NOT_FOUND',
    `cannot find ${wanted.file}: no version of Debian's source package ${wanted.source} has it${didYouMean(wanted.file, known)}`,
  );
}
