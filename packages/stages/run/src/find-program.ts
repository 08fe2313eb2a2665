import { lstat } from 'node:fs/promises';
import { posix } from 'node:path';

import { BasewrightError } from '@basewright/core';
import { followLinks, type MountedTree, onHost } from '@basewright/oci';

/** Where a command is started. */
export interface Place {
  readonly cwd: string;
  /** Of the container. */
  readonly path: string;
}

/** A command that cannot be started, with the exit status that docker and shells give it. */
export class CannotStart extends BasewrightError {
  readonly status: 126 | 127;

  constructor(status: 126 | 127, message: string, hint: string) {
    super('NOT_FOUND', message, { hint });
    this.status = status;
  }
}

/** The absolute path of a command in a container, looked for as execvp(3) does. Throws {@link CannotStart}. */
export async function findProgram(view: MountedTree, name: string, { cwd, path }: Place): Promise<string> {
  const directories = name.includes('/') ? [cwd] : path.split(':').filter((directory) => directory !== '');
  const candidates = directories.map((directory) => posix.resolve(cwd, directory, name));
  const states = await Promise.all(candidates.map((candidate) => stateOf(view, candidate)));
  const found = candidates[states.indexOf('program')];
  if (found !== undefined) return found;
  const unfit = candidates[states.indexOf('other')];
  if (unfit !== undefined)
    throw new CannotStart(126, `cannot run ${name}: ${unfit} is not an executable file`, 'see its mode');
  const hint = name.includes('/') ? `the working directory is ${cwd}` : `looked in ${directories.join(', ')}`;
  throw new CannotStart(127, `cannot run ${name}: there is no such program in the image`, hint);
}

/** What Linux would find at a path of a container that it is to start. */
export async function stateOf(view: MountedTree, path: string): Promise<'program' | 'other' | 'absent'> {
  const real = await followLinks(view, path);
  if (real === null) return 'other';
  const host = onHost(view, real);
  const there = await lstat(host).catch(() => null);
  if (there === null) return 'absent';
  // Whoever the command is, and whoever has the file here.
  return there.isFile() && (there.mode & 0o111) !== 0 ? 'program' : 'other';
}
