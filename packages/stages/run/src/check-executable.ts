import { readFile } from 'node:fs/promises';

import { headOfFile, hostDebianArch, type Platform, PLATFORMS } from '@basewright/core';
import { type ElfFacts, isCodeFor, isElf, type MachineCode, machineProblem, readElf } from '@basewright/elf';
import { followLinks, type MountedTree, onHost } from '@basewright/oci';

import { CannotStart, stateOf } from './find-program';
import { isRegistered } from './registered-formats';

/** What is to be started, and by which name the user knows it. */
export interface Executable {
  readonly name: string;
  /** Absolute path in the container. */
  readonly path: string;
}

/** As many interpreters of interpreters as Linux follows (exec_binprm in fs/exec.c). */
const MOST_INTERPRETERS = 4;

/** Machines (elf.h) whose kernels start code of an older one, too: x86-64 that of i386, AArch64 that of Arm. */
const OLDER_MACHINE: Readonly<Record<number, number>> = { 62: 3, 183: 40 };

/**
 * Throws {@link CannotStart} for a file that Linux would refuse to start, as docker has it: what is neither a program nor
 * a script with a first line that names what runs it (execvp(3), which bubblewrap calls, would hand it to /bin/sh), a
 * program for another machine, a script or program whose interpreter is not in the image.
 */
export async function checkExecutable(view: MountedTree, executable: Executable, platform: Platform): Promise<void> {
  let { path } = executable;
  for (let depth = 0; depth <= MOST_INTERPRETERS; depth++) {
    const interpreter = await interpreterOf(view, { ...executable, path }, platform);
    if (interpreter === null) return;
    await checkInterpreter(view, executable, { of: path, path: interpreter });
    path = interpreter;
  }
}

/** What Linux starts in the place of a file; null for a program without one, and what only Linux can judge. */
async function interpreterOf(view: MountedTree, executable: Executable, platform: Platform): Promise<string | null> {
  const { name, path } = executable;
  const place = await followLinks(view, path);
  if (place === null) return null;
  const host = onHost(view, place);
  const head = await headOfFile(host).catch(() => null);
  // Nobody but Linux can read it.
  if (head === null) return null;
  // As Linux reads it: what follows a blank is an argument.
  const named = /^#![ \t]*([^ \t\n\0]+)/.exec(head.toString())?.[1];
  if (named !== undefined) return named;
  const facts = isElf(head) ? await factsOf(host) : null;
  if (facts !== null && startable(platform).some((target) => isCodeFor(target, facts))) return facts.interpreter;
  // Linux looks at less of a program than we do, and alone knows what else it starts.
  if ((isElf(head) && facts === null) || (await isRegistered(path, head))) return null;
  if (facts !== null) throw foreignProgram(executable, facts, platform);
  const what = head.length === 0 ? 'it is empty' : 'it is neither a program nor a script';
  throw new CannotStart(
    126,
    `cannot run ${name}: ${path}: exec format error: ${what}`,
    'the first line of a script names what runs it: #!/bin/sh',
  );
}

function foreignProgram({ name, path }: Executable, facts: ElfFacts, platform: Platform): CannotStart {
  return new CannotStart(
    126,
    `cannot run ${name}: ${path}: exec format error: ${machineProblem(platform, facts) ?? ''}`,
    'build it for the platform of the image, or run the image of another: --platform',
  );
}

async function checkInterpreter(
  view: MountedTree,
  { name }: Executable,
  interpreter: { of: string; path: string },
): Promise<void> {
  const { of, path } = interpreter;
  // Linux takes a path that is not absolute from the working directory; no image means that.
  const state = await stateOf(view, path);
  if (state === 'program') return;
  if (state === 'other') {
    throw new CannotStart(
      126,
      `cannot run ${name}: the interpreter of ${of}, ${path}, is not an executable file`,
      'see its mode',
    );
  }
  if (path.endsWith('\r')) {
    throw new CannotStart(
      127,
      `cannot run ${name}: the interpreter of ${of} is "${path.slice(0, -1)}\\r": its first line ends in a carriage return`,
      `write line ends as Unix has them: sed -i 's/\\r$//' FILE`,
    );
  }
  throw new CannotStart(
    127,
    `cannot run ${name}: the interpreter of ${of}, ${path}, is not in the image`,
    'a script needs what its first line names, a program the loader of the libc that it was linked with',
  );
}

/** What this machine starts: its own code, that of an older machine, and what the emulator is there for. */
function startable(platform: Platform): MachineCode[] {
  const host = PLATFORMS.filter(({ debianArch }) => debianArch === hostDebianArch()).map(({ elf }) => elf);
  const older = host.flatMap(({ machine }) => {
    const other = OLDER_MACHINE[machine];
    return other === undefined ? [] : [{ machine: other, bits: 32, endian: 'little' } as const];
  });
  return [platform.elf, ...host, ...older];
}

/** Null for a program whose headers we cannot read. */
async function factsOf(path: string): Promise<ElfFacts | null> {
  const bytes = await readFile(path);
  try {
    return readElf(bytes);
  } catch {
    return null;
  }
}
