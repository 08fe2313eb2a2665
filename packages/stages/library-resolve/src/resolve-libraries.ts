import { join } from 'node:path';

import {
  type CompileOutput,
  compileOutput,
  type DebianPackage,
  type LibraryResolveOutput,
  libraryResolveOutput,
  readStage,
  type StageInputs,
  toolchainOutput,
  writeStage,
} from '@basewright/contracts';
import { BasewrightError, digestOf, openStore, platformOf, log, sha256 } from '@basewright/core';
import { type PinnedOptions, readLock } from '@basewright/debian';
import { type Libc } from '@basewright/libcs';

import { findLibrary } from './find-library';
import { findText } from './find-text';
import { gapText } from './gap-text';
import { gapsOf } from './gaps';
import { imagePackages } from './image-packages';
import { requestOfNeeds } from './library-set';
import { type LibrarySource, openLibrarySource } from './library-source';
import { type LibraryResolveOptions } from './options';
import { type CompiledPrograms, ownPrograms, readNeeds } from './read-needs';
import { type LibraryNeeds, type Resolution, resolveNeeds } from './resolve-needs';
import { writeLibraries } from './write-libraries';

const NSSWITCH = '/etc/nsswitch.conf';

const NOTHING: LibraryResolveOutput = {
  libraries: [],
  programs: [],
  links: {},
  files: {},
  packages: [],
  debian: null,
  gaps: [],
  remarks: [],
  departures: [],
};

/**
 * Runs the stage: finds every shared object that the programs need, with the programs and libraries that are asked for,
 * and copies them to the stage's directory. A static image needs nothing, and then no package is looked at.
 * `root` is the absolute path of the workspace.
 * Throws one error with everything that no package has, or that does not fit.
 */
export async function resolveLibraries(options: LibraryResolveOptions, root: string): Promise<LibraryResolveOutput> {
  const platform = platformOf(options.platform);
  const compiled = await readCompiled(options, root);
  return writeStage(join(root, options.outputPath), libraryResolveOutput, platform.id, async (directory) => {
    if (isStatic(options, compiled)) return { body: NOTHING, inputs: inputsOf(compiled, null, []) };
    const { needs, resolution, source, pinned } = await resolve(options, root, compiled);
    const used = [
      ...resolution.members.map(({ found }) => found.package),
      ...resolution.programs.map((one) => one.package),
    ];
    const { packages, records, debian, departures } = await imagePackages(used, platform, pinned);
    const texts = { [NSSWITCH]: needs.nsswitch, ...records };
    const files = await writeLibraries(directory, platform, { ...resolution, texts });
    const gaps = await gapsOf({ ...resolution, ownNsswitch: options.nsswitch !== undefined });
    for (const remark of resolution.remarks) log.info(`note: ${remark}`);
    if (gaps.length > 0) log.warn(gapText(platform.id, gaps));
    const body = {
      ...files,
      packages: [...packages],
      debian,
      gaps,
      remarks: [...resolution.remarks],
      departures: [...new Set([...source.departures(), ...departures])].sort(),
    };
    return { body, inputs: inputsOf(compiled, needs, used) };
  });
}

/**
 * Tells, in lines for people, where the libraries are that a name, the beginning of one, a SONAME or a path stands for: which
 * package has each, and whether and why the image has it that the stage compile left programs for. Writes nothing. Throws
 * what {@link resolveLibraries} throws, NOT_FOUND with the nearest names when no package has such a library.
 */
export async function locateLibrary(wanted: string, options: LibraryResolveOptions, root: string): Promise<string> {
  const platform = platformOf(options.platform);
  const compiled = await readCompiled(options, root);
  if (isStatic(options, compiled)) throw notDynamic(options, `cannot find ${wanted}`);
  const { resolution, source } = await resolve(options, root, compiled);
  return findText(await findLibrary(wanted, platform, resolution, source), platform.id);
}

async function readCompiled(options: LibraryResolveOptions, root: string): Promise<CompiledPrograms> {
  const read = async (directory: string): Promise<CompileOutput> => {
    const { body } = await readStage(join(root, directory), compileOutput, options.platform);
    if (body.libc !== options.libc) throw otherLibc(directory, options.libc, body.libc);
    return body;
  };
  return {
    main: await read(options.compile),
    setuid: options.setuid === undefined ? null : await read(options.setuid),
  };
}

interface Resolved {
  readonly needs: LibraryNeeds;
  readonly source: LibrarySource;
  readonly pinned: PinnedOptions;
  readonly resolution: Resolution;
}

async function resolve(options: LibraryResolveOptions, root: string, compiled: CompiledPrograms): Promise<Resolved> {
  const platform = platformOf(options.platform);
  const needs = await readNeeds(root, platform, options, compiled);
  const pinned = {
    store: openStore(),
    settings: options.debian ?? {},
    lock: await readLock(join(root, options.lockFile)),
    strict: options.strict ?? false,
  };
  const source = await openLibrarySource({
    ...pinned,
    platform,
    image: { name: options.name, platform, request: requestOfNeeds(needs, options.nsswitch !== undefined) },
    linked: await linkedPackages(options, root),
    warn: log.warn,
  });
  return { needs, source, pinned, resolution: await resolveNeeds(needs, source) };
}

/** The packages of a platform that its programs may be linked with. */
async function linkedPackages({ toolchain, platform }: LibraryResolveOptions, root: string): Promise<DebianPackage[]> {
  if (toolchain === undefined) return [];
  const { body } = await readStage(join(root, toolchain), toolchainOutput, platform);
  return body.build.packages.filter(({ architecture }) => architecture === platformOf(platform).debianArch);
}

/** Whether the image needs nothing. Throws BAD_INPUT where something is asked of a libc that loads no shared objects. */
function isStatic(options: LibraryResolveOptions, compiled: CompiledPrograms): boolean {
  const { libraries = [], programs = [] } = options;
  const asked = [
    ...libraries.map((one) => (typeof one === 'string' ? one : one.list)),
    ...programs.map(({ path }) => path),
  ];
  const programsAreStatic = ownPrograms(compiled).every(({ elf }) => elf.static);
  if (options.libc === 'glibc') return programsAreStatic && asked.length === 0;
  if (asked.length > 0) throw notDynamic(options, `cannot add ${asked.join(', ')}`);
  if (!programsAreStatic) throw notDynamic(options, 'cannot resolve the libraries of a dynamic program');
  return true;
}

function otherLibc(compile: string, libc: Libc, found: Libc): BasewrightError {
  return new BasewrightError('CONTRACT_MISMATCH', `cannot use ${compile}: its libc is ${found}, expected ${libc}`, {
    hint: 'run the compile target again, with the same options',
  });
}

function notDynamic({ libc }: LibraryResolveOptions, cannot: string): BasewrightError {
  return new BasewrightError(
    'BAD_INPUT',
    `${cannot}: shared objects are supported on glibc, the image's libc is ${libc}`,
    { hint: 'leave "libraries" and "programs" out of the image, or set its "libc" to "glibc"' },
  );
}

function inputsOf(
  compiled: CompiledPrograms,
  needs: LibraryNeeds | null,
  packages: readonly Resolution['programs'][number]['package'][],
): StageInputs {
  const used = packages.map((one) => [`package ${one.name}:${one.architecture}`, `${one.version} ${one.sha256}`]);
  return {
    ...Object.fromEntries(ownPrograms(compiled).map(({ path, elf }) => [`needs of ${path}`, digestOf(elf)])),
    libraries: needs?.libraries.map(({ text }) => text).join(' ') ?? '',
    programs: needs?.programs.map(({ package: name, path }) => `${name}:${path}`).join(' ') ?? '',
    'nsswitch.conf': needs === null ? '' : sha256(Buffer.from(needs.nsswitch)),
    ...(Object.fromEntries(used) as StageInputs),
  };
}
