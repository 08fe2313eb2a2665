import { join } from 'node:path';

import { BasewrightError, didYouMean } from '@basewright/core';

import { BUSYBOX_RELEASES, UCLIBC_RELEASES } from './release-table';

const SCHEME = 'bundled:';

/**
 * The absolute path of a file shipped in this package, by the name a `bundled:` mirror gives it
 * (`busybox/1.38.0/01-tc-headers-without-cbq.patch`). Throws NOT_FOUND when none of that name is shipped.
 */
export function bundledFile(name: string): string {
  // Only names of the table: nothing that comes in as an option can lead out of the package.
  if (BUNDLED.includes(name)) return join(__dirname, '..', 'patches', name);
  throw new BasewrightError(
    'NOT_FOUND',
    `cannot find ${SCHEME}${name}: Basewright ships none${didYouMean(name, BUNDLED)}`,
    {
      hint: `shipped: ${BUNDLED.join(', ')}`,
    },
  );
}

const BUNDLED: readonly string[] = [...BUSYBOX_RELEASES, ...UCLIBC_RELEASES]
  .flatMap(({ patches }) => patches)
  .flatMap(({ mirrors }) => mirrors)
  .filter((mirror) => mirror.startsWith(SCHEME))
  .map((mirror) => mirror.slice(SCHEME.length));
