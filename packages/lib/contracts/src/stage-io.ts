import { lstat, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

import {
  log,
  BasewrightError,
  digestOf,
  openStore,
  parseForeignJson,
  readForeignFile,
  reasonOf,
  replaceDirectory,
  sha256File,
  stableJson,
  systemCodeOf,
  withLock,
} from '@basewright/core';
import { z } from 'zod';

import { type Artefact, type Contract } from './contract';

/** What a stage used, by name: a digest or a short literal. For `explain`; the next stage does not read it. */
export type StageInputs = Readonly<Record<string, string>>;

/** A stage's result as its reader holds it. */
export interface ReadStage<Body> {
  readonly directory: string;
  readonly body: Body;
  /** The absolute path of an artefact whose bytes were just found to be what stage.json says. */
  readonly file: (artefact: Artefact) => Promise<string>;
}

/** What a stage hands over when its artefacts are written. */
export interface StageResult<Body> {
  readonly body: Body;
  readonly inputs: StageInputs;
}

const envelope = z.strictObject({
  stage: z.string(),
  schema: z.int(),
  platform: z.string().nullable(),
  body: z.unknown(),
});

/**
 * Writes a stage's directory whole: `make` puts the artefacts into a temporary directory and returns the body;
 * stage.json (what the next stage reads) and inputs.json (what this one used) are added, then the directory takes
 * its name. Two processes at once do it one after the other.
 */
export async function writeStage<Body>(
  directory: string,
  contract: Contract<Body>,
  platform: string | null,
  make: (temporary: string) => Promise<StageResult<Body>>,
): Promise<Body> {
  return whileNobodyWrites(directory, () =>
    replaceDirectory(directory, async (temporary) => {
      const { body, inputs } = await make(temporary);
      await writeFile(join(temporary, 'inputs.json'), stableJson(inputs));
      const { stage, schema } = contract;
      await writeFile(join(temporary, 'stage.json'), stableJson({ stage, schema, platform, body }));
      return body;
    }),
  );
}

function whileNobodyWrites<T>(directory: string, action: () => Promise<T>): Promise<T> {
  const onWait = (): void => {
    log.doing(`waiting for another process that writes ${directory}`);
  };
  return withLock({ path: join(openStore().locks, `stage-${digestOf(directory)}`), onWait }, action);
}

/** Reads from a stage's directory, which is away for a moment when another process replaces it. */
async function unlessReplaced<T>(directory: string, read: () => Promise<T>): Promise<T> {
  return read().catch((error: unknown) => {
    if (systemCodeOf(error) !== 'ENOENT') throw error;
    return whileNobodyWrites(directory, read);
  });
}

/** Describes a file of a stage directory: its size in bytes, sha256 and permission bits. */
export async function recordArtefact(directory: string, path: string): Promise<Artefact> {
  const absolute = join(directory, path);
  const [stat, sha256] = await Promise.all([lstat(absolute), sha256File(absolute)]);
  return {
    path: relative(directory, absolute).split(sep).join('/'),
    size: stat.size,
    sha256,
    mode: stat.mode & 0o7777,
  };
}

/**
 * Reads what a stage left in `directory`; of several contracts with one body, the one of the stage that wrote it counts.
 * It is foreign: it may come from a cache that somebody else writes to. No link is followed, and `file` gives only files of
 * the directory itself. Throws CONTRACT_MISMATCH when it is another stage's, another schema's or another platform's, or was changed by hand;
 * NOT_FOUND when there is nothing.
 */
export async function readStage<Body>(
  directory: string,
  contracts: Contract<Body> | readonly [Contract<Body>, ...Contract<Body>[]],
  platform: string | null,
): Promise<ReadStage<Body>> {
  const path = join(directory, STAGE);
  const candidates = 'stage' in contracts ? ([contracts] as const) : contracts;
  const mismatched = (what: string): BasewrightError =>
    new BasewrightError('CONTRACT_MISMATCH', `cannot read ${path}: ${what}`, {
      hint: `run the ${candidates[0].stage} target again, with the same version of Basewright`,
    });
  const read = await readJson(directory, candidates[0].stage);
  const written = parsed(envelope, read, mismatched);
  const contract = candidates.find(({ stage }) => stage === written.stage) ?? candidates[0];
  const mismatch = [
    ['stage', contract.stage, written.stage],
    ['schema', contract.schema, written.schema],
    ['platform', platform, written.platform],
  ].find(([, expected, found]) => expected !== found);
  if (mismatch !== undefined) {
    const [what, expected, found] = mismatch;
    throw mismatched(`its ${String(what)} is ${String(found)}, expected ${String(expected)}`);
  }
  const body = parsed(contract.body, written.body, mismatched);
  return { directory, body, file: (artefact) => verifiedFile(directory, artefact) };
}

type Mismatched = (what: string) => BasewrightError;

function parsed<T>(shape: z.ZodType<T>, value: unknown, mismatched: Mismatched): T {
  const { data, error } = shape.safeParse(value);
  if (error !== undefined) throw mismatched(z.prettifyError(error));
  return data;
}

/** Bytes of a stage.json: the longest one so far, of a distroless image, has 200,000. */
const LONGEST_STAGE = 64 << 20;

const STAGE = 'stage.json';

async function readJson(directory: string, stage: string): Promise<unknown> {
  const path = join(directory, STAGE);
  const read = (): Promise<Buffer> => readForeignFile(path, LONGEST_STAGE, { ownOnly: true });
  const unreadable = (cause: unknown): BasewrightError =>
    absent(
      path,
      reasonOf(cause),
      `rm -rf ${directory}, then run the ${stage} target again with --skip-nx-cache`,
      cause,
    );
  const bytes = await unlessReplaced(directory, read).catch((cause: unknown) => {
    const isAbsent = systemCodeOf(cause) === 'ENOENT';
    throw isAbsent ? absent(path, 'there is none', `run the ${stage} target first`, cause) : unreadable(cause);
  });
  try {
    return parseForeignJson(bytes.toString('utf8'));
  } catch (cause) {
    throw unreadable(cause);
  }
}

function absent(path: string, why: string, hint: string, cause: unknown): BasewrightError {
  return new BasewrightError('NOT_FOUND', `cannot read ${path}: ${why}`, { hint, cause });
}

async function verifiedFile(directory: string, artefact: Artefact): Promise<string> {
  const path = join(directory, artefact.path);
  const read = (): Promise<string> => sha256OfOwn(directory, artefact.path);
  const found = await unlessReplaced(directory, read).catch((cause: unknown) => reasonOf(cause));
  if (found === artefact.sha256) return path;
  throw new BasewrightError(
    'CHECKSUM_MISMATCH',
    `cannot use ${path}: its sha256 is ${found}, expected ${artefact.sha256}`,
    {
      hint: `something changed it after it was built: rm -rf ${directory}, then run the target again with --skip-nx-cache`,
    },
  );
}

/** The sha256 of a file of a stage. Throws when a link, which may lead anywhere, is on the way to it. */
async function sha256OfOwn(directory: string, path: string): Promise<string> {
  let at = directory;
  for (const name of path.split('/')) {
    at = join(at, name);
    if ((await lstat(at)).isSymbolicLink()) throw new Error(`${at} is a link`);
  }
  if (!(await lstat(at)).isFile()) throw new Error(`${at} is no regular file`);
  return sha256File(at);
}
