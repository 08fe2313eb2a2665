import { type AppletPaths, type CompileOutput, withAppletPaths } from '@basewright/contracts';
import { BasewrightError, type Platform, readWorkspaceFile, reasonOf } from '@basewright/core';

import { type RootProgram } from './closure';
import { nsswitchText } from './nsswitch';
import { type LibraryResolveOptions } from './options';
import { readRequests } from './read-requests';
import { type LibraryNeeds } from './resolve-needs';

/** Where the programs of the compile stage go in the image, for the reasons in `neededBy`. */
const PROGRAM_PATHS = { busybox: '/bin/busybox', getconf: '/bin/getconf' } as const;

/** The part of an image that says what it asks for. */
export type WrittenNeeds = Pick<LibraryResolveOptions, 'libraries' | 'programs' | 'nsswitch' | 'appletPaths'>;

/** The programs that the compile stage made, at their places in the image. */
export function ownPrograms({ busybox, getconf }: CompileOutput): RootProgram[] {
  return [
    { path: PROGRAM_PATHS.busybox, elf: busybox.elf },
    { path: PROGRAM_PATHS.getconf, elf: getconf.elf },
  ];
}

/** The paths of programs that scripts may name in their first line. */
function interpretersOf(compiled: CompileOutput, paths: AppletPaths | undefined): string[] {
  const { applets } = withAppletPaths(compiled, paths);
  return [...Object.values(PROGRAM_PATHS), ...applets.map(({ path }) => path)];
}

/**
 * What an image asks for, with the files read that it names. `compiled` is null where nothing was built, to see which
 * packages are needed. Throws BAD_INPUT for files that are not there and names that are none.
 */
export async function readNeeds(
  workspace: string,
  platform: Platform,
  { libraries = [], programs = [], nsswitch, appletPaths }: WrittenNeeds,
  compiled: CompileOutput | null,
): Promise<LibraryNeeds> {
  return {
    platform,
    own: compiled === null ? [] : ownPrograms(compiled),
    interpreters: compiled === null ? null : interpretersOf(compiled, appletPaths),
    libraries: await readRequests(workspace, libraries),
    programs,
    nsswitch: nsswitch === undefined ? nsswitchText() : await readNsswitch(workspace, nsswitch),
  };
}

async function readNsswitch(workspace: string, path: string): Promise<string> {
  try {
    return await readWorkspaceFile(workspace, path, 'nsswitch names a file of the workspace');
  } catch (cause) {
    throw new BasewrightError('BAD_INPUT', `cannot use nsswitch ${path}: ${reasonOf(cause)}`, { cause });
  }
}
