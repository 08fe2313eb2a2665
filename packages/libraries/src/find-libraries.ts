import { BasewrightError, type Platform } from '@basewright/core';

import { type Closure, closureOf, type Member, type RootProgram } from './closure';
import { parseLibraryRequest } from './library-request';
import { type LibrarySource } from './library-source';
import { assertLoader, assertRunsOn } from './platform-check';
import { assertVersions } from './version-check';
import { nssWants, programWants, requestWants } from './wanted';

/** What the closed set is computed from. */
export interface LibraryNeeds {
  readonly platform: Platform;
  readonly programs: readonly RootProgram[];
  /** Libraries wanted besides, as {@link parseLibraryRequest} reads them. */
  readonly libraries: readonly string[];
}

/**
 * The closed set of shared objects for some programs and requests, sorted by image path: found, of the right platform,
 * and with every symbol version they want of one another. Throws NOT_FOUND, CHECK_FAILED or BAD_INPUT otherwise.
 */
export async function findLibraries(needs: LibraryNeeds, source: LibrarySource): Promise<readonly Member[]> {
  const { platform, programs } = needs;
  for (const { path, elf } of programs) {
    assertRunsOn(platform, path, elf);
    assertLoader(platform, path, elf);
  }
  const requests = needs.libraries.map(parseLibraryRequest);
  const requested = [];
  for (const request of requests) requested.push(...(await requestWants(platform, source, request)));
  const wanted = [...programWants(platform, programs), ...(await nssWants(platform, source)), ...requested];
  const closure = await closureOf(platform, wanted, (paths) => source.find(paths));
  await assertComplete(closure, source, platform);
  assertVersions(programs, closure.members);
  return closure.members;
}

async function assertComplete({ missing }: Closure, source: LibrarySource, platform: Platform): Promise<void> {
  if (missing.length === 0) return;
  const lines = await Promise.all(
    missing.map(
      async ({ file, neededBy }) => `  ${file}, wanted by ${neededBy.join(', ')}${await source.suggestion(file)}`,
    ),
  );
  throw new BasewrightError(
    'NOT_FOUND',
    `cannot find ${missing.length === 1 ? 'a library' : `${missing.length} libraries`}: no Debian package for ${platform.debianArch} has\n${lines.join('\n')}`,
  );
}
