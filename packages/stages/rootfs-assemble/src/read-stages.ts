import { join } from 'node:path';

import {
  type Artefact,
  compileOutput,
  type ImagePackage,
  type LibraryResolveOutput,
  libraryResolveOutput,
  type ReadStage,
  readStage,
  type RootManifest,
  type StageInputs,
  toolchainOutput,
  withAppletPaths,
} from '@basewright/contracts';
import { BasewrightError } from '@basewright/core';
import { type FileContent } from '@basewright/tree';

import { type LibraryTree } from './library-entries';
import { type RootfsAssembleOptions } from './options';
import { type RootfsInputs } from './plan';

/** What the stages before this one left, each file re-hashed. */
export interface EarlierStages {
  readonly tree: Pick<RootfsInputs, 'version' | 'busybox' | 'getconf' | 'setuid' | 'applets' | 'libraries' | 'debian'>;
  /** Seconds since 1970. */
  readonly sourceDate: number;
  /** The root that holds the compressor. */
  readonly pack: RootManifest;
  /** Those that the libraries and programs are from, by name. */
  readonly packages: readonly ImagePackage[];
  /** How they depart from what the lock file pins, one line each. */
  readonly departures: readonly string[];
  readonly inputs: StageInputs;
}

/** Reads compile, library-resolve and toolchain. Throws what readStage throws, CONTRACT_MISMATCH for another libc's. */
export async function readStages(options: RootfsAssembleOptions, workspace: string): Promise<EarlierStages> {
  const [binaries, setuid, libraries, toolchain] = await Promise.all([
    readStage(join(workspace, options.compile), compileOutput, options.platform),
    options.setuid === undefined ? null : readStage(join(workspace, options.setuid), compileOutput, options.platform),
    readStage(join(workspace, options.libraryResolve), libraryResolveOutput, options.platform),
    readStage(join(workspace, options.toolchain), toolchainOutput, options.platform),
  ]);
  const { libc, version, sourceDate, busybox, getconf, applets } = withAppletPaths(binaries.body, options.appletPaths);
  if (libc !== options.libc) {
    const problem = `cannot assemble a root file system for ${options.libc}: ${options.compile} was compiled for ${libc}`;
    throw new BasewrightError('CONTRACT_MISMATCH', problem, { hint: 'run the compile target of this project again' });
  }
  const setuidNames = new Set(setuid?.body.applets.map(({ name }) => name));
  return {
    tree: {
      version,
      busybox: await content(binaries, busybox.file),
      getconf: await content(binaries, getconf.file),
      setuid: setuid === null ? null : await content(setuid, setuid.body.busybox.file),
      applets: applets.map((one) => (setuidNames.has(one.name) ? { ...one, isSetuid: true } : one)),
      libraries: await libraryTree(libraries),
      debian: libraries.body.debian,
    },
    sourceDate,
    pack: toolchain.body.pack,
    packages: libraries.body.packages,
    departures: [...new Set([...toolchain.body.departures, ...libraries.body.departures])].sort(),
    inputs: {
      busybox: busybox.file.sha256,
      getconf: getconf.file.sha256,
      ...(setuid === null ? {} : { 'setuid busybox': setuid.body.busybox.file.sha256 }),
      ...Object.fromEntries(libraries.body.libraries.map(({ path, file }) => [`library ${path}`, file.sha256])),
      ...Object.fromEntries(libraries.body.programs.map(({ path, file }) => [`program ${path}`, file.sha256])),
      ...Object.fromEntries(
        Object.entries(libraries.body.files).map(([path, file]) => [`library ${path}`, file.sha256]),
      ),
      'pack root': toolchain.body.pack.digest,
    },
  };
}

async function libraryTree(stage: ReadStage<LibraryResolveOutput>): Promise<LibraryTree> {
  const { libraries, programs, links, files } = stage.body;
  const packaged = [...libraries, ...programs];
  const shared = packaged.map(({ path, file, package: source }) => ({ path, file, origin: `package ${source}` }));
  const configuration = Object.entries(files).map(([path, file]) => ({ path, file, origin: 'library-resolve' }));
  const staged = [...shared, ...configuration].map(async ({ path, file, origin }) => ({
    path,
    origin,
    mode: file.mode,
    content: await content(stage, file),
  }));
  const executable = programs.filter(({ file }) => (file.mode & 0o111) !== 0);
  return { files: await Promise.all(staged), links, programs: executable.map(({ path }) => path) };
}

async function content<Body>(stage: ReadStage<Body>, artefact: Artefact): Promise<FileContent> {
  return { file: await stage.file(artefact), size: artefact.size };
}
