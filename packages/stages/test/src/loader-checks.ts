import { open, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { accepts, type Acceptance } from '@basewright/contracts';
import { type Platform, reasonOf } from '@basewright/core';
import { type ElfFacts, isElf, machineProblem, readElf } from '@basewright/elf';
import { type ImageRunner } from '@basewright/emulation';
import { glibcLoader } from '@basewright/libcs';
import { readInside } from '@basewright/oci';
import { runInSandbox } from '@basewright/sandbox';

import { type Check, failed, passed, skipped } from './check';

/** Loaders that run at once: each is a process in a sandbox of its own, and takes a few hundredths of a second. */
const AT_ONCE = 4;

/** What glibc's loader and musl's say of a library, a version and a symbol that are nowhere. */
const COMPLAINT = /not found|^Error (loading|relocating)/;

/** An unpacked image whose loader is asked. */
export interface LoadedTree {
  /** Absolute path. */
  readonly tree: string;
  readonly platform: Platform;
  readonly runner: ImageRunner;
  /** Findings of publish that are right so: their files are passed over. */
  readonly accept: readonly Acceptance[];
  /** Whether every library finds what it needs by itself. In others it may be loaded by a program that has that already. */
  readonly isClosed: boolean;
}

/** A file that a loader is asked about. */
interface LoadedFile {
  /** In the image. */
  readonly path: string;
  /** In the image: the loader that its programs ask for, or the image has. */
  readonly loader: string;
  readonly isProgram: boolean;
}

/**
 * Asks the image's own loader what every ELF file of the tree would load, with nothing but the tree to load it from, and
 * with the symbol versions compared: what was found by reading, the loader has to find as well.
 */
export async function loaderChecks(subject: LoadedTree): Promise<Check[]> {
  const { runner, isClosed } = subject;
  const name = (what: string): string => `the loader finds what every ${what} needs`;
  if (runner.how === 'none') return [skipped(name('program and library'), runner.reason)];
  const { files, names } = await loadedFiles(subject);
  if (files.length === 0)
    return isClosed ? [failed(name('program'), 'the tree holds no program that a loader starts')] : [];
  const problems = await askedLoaders(subject.tree, runner, files);
  const lines = (of: readonly Problem[]): string =>
    of.map(({ file, said }) => `${file.path}: ${said.join(', ')}`).join('; ');
  const ofPrograms = problems.filter(({ file }) => isClosed || file.isProgram);
  const program = name(isClosed ? 'program and library' : 'program');
  const ofLibraries = problems
    .filter(({ file }) => !isClosed && !file.isProgram)
    .map(({ file, said }) => ({ file, said: said.filter((line) => !names.has(libraryOf(line))) }))
    .filter(({ said }) => said.length > 0);
  return [
    ofPrograms.length === 0 ? passed(program) : failed(program, lines(ofPrograms)),
    ...(ofLibraries.length === 0
      ? []
      : [skipped(name('library'), `what loads them may have it: ${lines(ofLibraries)}`)]),
  ];
}

/** What a loader said of a file. */
interface Problem {
  readonly file: LoadedFile;
  readonly said: readonly string[];
}

async function askedLoaders(
  tree: string,
  runner: Exclude<ImageRunner, { readonly how: 'none' }>,
  files: readonly LoadedFile[],
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const queue = [...files];
  const work = async (): Promise<void> => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      const said = await complaints(tree, runner, file);
      if (said.length > 0) problems.push({ file, said });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return problems.sort((a, b) => (a.file.path < b.file.path ? -1 : 1));
}

async function complaints(
  tree: string,
  runner: Exclude<ImageRunner, { readonly how: 'none' }>,
  { path, loader }: LoadedFile,
): Promise<string[]> {
  try {
    // musl's ends with 127 when it lacks something.
    const run = { root: tree, ...runner.start([loader, '--list', path]), okExitCodes: [127] };
    const { stdout, stderr, exitCode } = await runInSandbox(run);
    const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => COMPLAINT.test(line));
    return lines.length === 0 && exitCode !== 0 ? [stderr.trim()] : lines.map((line) => line.trim());
  } catch (error) {
    return [reasonOf(error)];
  }
}

/** `libz.so.1 => not found`, `Error loading shared library libz.so.1: No such file …`. */
function libraryOf(line: string): string {
  return /^(\S+) => not found/.exec(line)?.[1] ?? /shared library ([^:\s]+)/.exec(line)?.[1] ?? '';
}

/** The files that are loaded, sorted; of several names of one file the first. And the names of all files, since a library is known by that. */
async function loadedFiles({
  tree,
  platform,
  accept,
}: LoadedTree): Promise<{ files: LoadedFile[]; names: ReadonlySet<string> }> {
  const entries = await readdir(tree, { recursive: true, withFileTypes: true });
  const loader = await loaderIn(
    tree,
    platform,
    entries.map(({ name }) => name),
  );
  const seen = new Set<bigint>();
  const files: LoadedFile[] = [];
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of paths.sort()) {
    const elf = await elfAt(path, seen);
    if (elf === null || !isLoaded(elf, platform)) continue;
    const inImage = path.slice(tree.length);
    const own = elf.interpreter ?? loader;
    const isAccepted = (['missing-library', 'missing-version', 'missing-interpreter'] as const).some((kind) =>
      accept.some((one) => accepts(one, { kind, file: inImage })),
    );
    if (own === null || isAccepted) continue;
    files.push({ path: inImage, loader: own, isProgram: elf.interpreter !== null && elf.soname === null });
  }
  return { files, names: new Set(entries.map(({ name }) => basename(name))) };
}

/** Static programs are loaded by the kernel; objects, debug information and programs of another machine by nobody here. */
function isLoaded(elf: ElfFacts, platform: Platform): boolean {
  const isCode = elf.type === 'executable' || elf.type === 'shared';
  return isCode && !elf.static && machineProblem(platform, elf) === undefined;
}

/** The loader that an image has for libraries, which do not say by whom they are loaded; null where it has none. */
async function loaderIn(tree: string, platform: Platform, names: readonly string[]): Promise<string | null> {
  const glibc = glibcLoader(platform);
  const musl = names.find((name) => /^ld-musl-[^/]+\.so\.1$/.test(name));
  const hasGlibc = names.includes(basename(glibc)) && (await readInside({ tree, binds: [] }, glibc)) !== '';
  return hasGlibc ? glibc : musl === undefined ? null : `/lib/${musl}`;
}

/** What an ELF file that was not seen before says; null for others, and for one that cannot be read as such. */
async function elfAt(path: string, seen: Set<bigint>): Promise<ElfFacts | null> {
  const file = await open(path);
  try {
    const { ino } = await file.stat({ bigint: true });
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    const isFirst = !seen.has(ino);
    seen.add(ino);
    if (bytesRead < 4 || !isElf(buffer) || !isFirst) return null;
    return readElf(await readFile(path));
  } catch {
    return null;
  } finally {
    await file.close();
  }
}
