import { join } from 'node:path';

import {
  BasewrightError,
  type CompileOutput,
  compileOutput,
  digestOf,
  type LibrariesOutput,
  librariesOutput,
  type Libc,
  openStore,
  platformOf,
  progress,
  readStage,
  type StageInputs,
  writeStage,
} from '@basewright/core';
import { type DebianSettings, readLock } from '@basewright/debian';

import { type Member, type RootProgram } from './closure';
import { findLibraries } from './find-libraries';
import { openLibrarySource } from './library-source';
import { writeLibraries } from './write-libraries';

/** The options of the executor library-resolve; paths are relative to the workspace. */
export interface LibraryResolveOptions {
  readonly outputPath: string;
  readonly platform: string;
  readonly libc: Libc;
  /** Directory of the compile stage. */
  readonly binaries: string;
  /** Libraries besides those the programs need: names, SONAMEs or absolute paths. */
  readonly libraries?: readonly string[];
  readonly lockFile: string;
  readonly strict?: boolean;
  readonly debian?: DebianSettings;
}

/** Where the programs of the compile stage go in the image, for the reasons in `neededBy`. */
const PROGRAM_PATHS = { busybox: '/bin/busybox', getconf: '/bin/getconf' } as const;

/**
 * Runs the stage: finds every shared object that the programs need and copies it to the stage's directory.
 * A static image needs nothing, and then no package is looked at. `root` is the absolute path of the workspace.
 * Throws NOT_FOUND for a library that no package has, CHECK_FAILED for one of another platform or symbol version.
 */
export async function resolveLibraries(options: LibraryResolveOptions, root: string): Promise<LibrariesOutput> {
  const platform = platformOf(options.platform);
  const binaries = await readStage(join(root, options.binaries), compileOutput, platform.id);
  const programs = programsOf(binaries.body);
  const { libraries = [] } = options;
  const isStatic = programs.every(({ elf }) => elf.static) && libraries.length === 0;
  if (binaries.body.libc !== options.libc) throw otherLibc(options, binaries.body.libc);
  if (!isStatic && options.libc !== 'glibc') throw notDynamic(options);
  return writeStage(join(root, options.outputPath), librariesOutput, platform.id, async (directory) => {
    if (isStatic) return { body: { libraries: [], links: {}, files: {} }, inputs: inputsOf(programs, options, []) };
    const source = await openLibrarySource({
      store: openStore(),
      settings: options.debian ?? {},
      lock: await readLock(join(root, options.lockFile)),
      strict: options.strict ?? false,
      platform,
      warn: progress,
    });
    const members = await findLibraries({ platform, programs, libraries }, source);
    const body = await writeLibraries(directory, platform, members);
    return { body, inputs: inputsOf(programs, options, members) };
  });
}

function programsOf({ busybox, getconf }: CompileOutput): RootProgram[] {
  return [
    { path: PROGRAM_PATHS.busybox, elf: busybox.elf },
    { path: PROGRAM_PATHS.getconf, elf: getconf.elf },
  ];
}

function otherLibc({ binaries, libc }: LibraryResolveOptions, found: Libc): BasewrightError {
  return new BasewrightError('CONTRACT_MISMATCH', `cannot use ${binaries}: its libc is ${found}, expected ${libc}`, {
    hint: 'run the compile target again, with the same options',
  });
}

function notDynamic({ libc, libraries = [] }: LibraryResolveOptions): BasewrightError {
  const cause = `shared objects are supported on glibc, the image's libc is ${libc}`;
  if (libraries.length === 0) {
    return new BasewrightError('BAD_INPUT', `cannot resolve the libraries of a dynamic program: ${cause}`);
  }
  return new BasewrightError('BAD_INPUT', `cannot add ${libraries.join(', ')}: ${cause}`, {
    hint: 'leave "libraries" out of the image, or set its "libc" to "glibc"',
  });
}

function inputsOf(
  programs: readonly RootProgram[],
  { libraries = [] }: LibraryResolveOptions,
  members: readonly Member[],
): StageInputs {
  const packages = members.map(({ found: { package: one } }) => [
    `package ${one.name}:${one.architecture}`,
    `${one.version} ${one.sha256}`,
  ]);
  return {
    ...Object.fromEntries(programs.map(({ path, elf }) => [`needs of ${path}`, digestOf(elf)])),
    libraries: libraries.join(' '),
    ...(Object.fromEntries(packages) as StageInputs),
  };
}
