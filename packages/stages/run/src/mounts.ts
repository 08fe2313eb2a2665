import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { BasewrightError, reasonOf, systemCodeOf } from '@basewright/core';
import { followLinks, makeInside, type MissingPlaces } from '@basewright/oci';
import { type Bind } from '@basewright/sandbox';

import { readVolume, type Volume } from './volume';

/** What to mount over an unpacked image. */
export interface MountRequest {
  /** Absolute path of the unpacked image. */
  readonly tree: string;
  /** Absolute path of the caller's directory. */
  readonly cwd: string;
  /** As `--volume` has them. */
  readonly volumes: readonly string[];
  /** Noted here instead of being made in the image. */
  readonly missing?: MissingPlaces;
}

/**
 * Where the caller's directory is shown. Not at its own path: what is built to be found below that, by an RPATH say, would
 * work here and nowhere else.
 */
const WORK = '/work';

/** What is mounted. */
export interface Mounts {
  readonly binds: readonly Bind[];
  /** Where the caller's directory is shown inside; null where that would hide what the image has. */
  readonly directory: string | null;
}

/**
 * The mounts of a container: the volumes asked for, and the caller's directory at /work unless a volume shows it already
 * or the image has something there. Empty volumes are made in the tree. Throws BAD_INPUT with every volume that is none.
 */
export async function planMounts({ tree, cwd, volumes, missing }: MountRequest): Promise<Mounts> {
  const read = volumes.map((written) => readVolume(written, cwd));
  const wanted = read.filter((volume) => typeof volume !== 'string');
  const problems = [...read.filter((volume) => typeof volume === 'string'), ...(await absent(wanted))];
  if (problems.length > 0) throw new BasewrightError('BAD_INPUT', `cannot mount that: ${problems.join('; ')}`);
  const shown = wanted.find(({ from }) => from === cwd);
  const own = shown === undefined ? await callerDirectory(tree, cwd) : null;
  const binds: Bind[] = own === null ? [] : [own];
  for (const { from, to, writable } of wanted) {
    const view = { tree, binds, ...(missing === undefined ? {} : { missing }) };
    const place = await followLinks(view, to);
    if (place === null)
      throw new BasewrightError('BAD_INPUT', `cannot mount at ${to}: the image has links in a circle there`);
    if (from === null) await makeInside(view, place);
    else binds.push({ from, to: place, writable });
  }
  return { binds, directory: shown?.to ?? (own === null ? null : WORK) };
}

async function absent(volumes: readonly Volume[]): Promise<string[]> {
  const problems = volumes.map(async ({ from }) =>
    from === null
      ? null
      : stat(from).then(
          () => null,
          (error: unknown) => `--volume ${from}: ${reasonOf(error)}`,
        ),
  );
  return (await Promise.all(problems)).filter((problem) => problem !== null);
}

async function callerDirectory(tree: string, cwd: string): Promise<Bind | null> {
  const place = await followLinks({ tree, binds: [] }, WORK);
  if (place === null) return null;
  // A file there is no directory that could be read.
  const entries = await readdir(join(tree, place)).catch((error: unknown) =>
    systemCodeOf(error) === 'ENOENT' ? [] : [place],
  );
  return entries.length === 0 ? { from: cwd, to: place, writable: true } : null;
}
