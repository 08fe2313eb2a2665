import { type AppletPaths, type CompileOutput, SETUID_BUSYBOX, withAppletPaths } from '@basewright/contracts';
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

/** What was built for an image: BusyBox and getconf, and a BusyBox that is setuid where the image has one. */
export interface CompiledPrograms {
  readonly main: CompileOutput;
  readonly setuid: CompileOutput | null;
}

/** The programs that the compile stages made, at their places in the image. */
export function ownPrograms({ main, setuid }: CompiledPrograms): RootProgram[] {
  return [
    { path: PROGRAM_PATHS.busybox, elf: main.busybox.elf },
    { path: PROGRAM_PATHS.getconf, elf: main.getconf.elf },
    ...(setuid === null ? [] : [{ path: SETUID_BUSYBOX, elf: setuid.busybox.elf }]),
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
  compiled: CompiledPrograms | null,
): Promise<LibraryNeeds> {
  return {
    platform,
    own: compiled === null ? [] : ownPrograms(compiled),
    interpreters: compiled === null ? null : interpretersOf(compiled.main, appletPaths),
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
