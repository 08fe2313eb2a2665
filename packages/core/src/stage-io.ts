import { lstat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

import { z } from 'zod';

import { type Artefact, type Contract } from './contract';
import { digestOf, sha256File } from './digest';
import { BasewrightError, reasonOf, systemCodeOf } from './errors';
import { replaceDirectory, writeAtomic } from './files';
import { parseForeignJson, readForeignFile } from './foreign-file';
import { stableJson } from './json';
import { withLock } from './lock';
import { activity } from './progress';
import { openStore } from './store';

/** What a stage used, by name: a digest or a short literal. For `explain`; the next stage does not read it. */
export type StageInputs = Readonly<Record<string, string>>;

/** A stage's result as its reader holds it. */
export interface ReadStage<Body> {
  readonly directory: string;
  readonly body: Body;
  /** The absolute path of an artefact whose bytes were just found to be what stage.json says. */
  file(artefact: Artefact): Promise<string>;
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
  const lock = {
    path: join(openStore().locks, `stage-${digestOf(directory)}`),
    onWait: () => {
      activity(`waiting for another process that writes ${directory}`);
    },
  };
  return withLock(lock, () =>
    replaceDirectory(directory, async (temporary) => {
      const { body, inputs } = await make(temporary);
      await writeAtomic(join(temporary, 'inputs.json'), stableJson(inputs));
      const { stage, schema } = contract;
      await writeAtomic(join(temporary, 'stage.json'), stableJson({ stage, schema, platform, body }));
      return body;
    }),
  );
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
  const path = join(directory, 'stage.json');
  const candidates = 'stage' in contracts ? ([contracts] as const) : contracts;
  const mismatched = (what: string): BasewrightError =>
    new BasewrightError('CONTRACT_MISMATCH', `cannot read ${path}: ${what}`, {
      hint: `run the ${candidates[0].stage} target again, with the same version of Basewright`,
    });
  const read = await readJson(path, candidates[0].stage, mismatched);
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

async function readJson(path: string, stage: string, mismatched: Mismatched): Promise<unknown> {
  const text = await readText(path, stage);
  try {
    return parseForeignJson(text);
  } catch (cause) {
    throw mismatched(reasonOf(cause));
  }
}

/** Bytes of a stage.json: the longest one so far, of a distroless image, has 200,000. */
const LONGEST_STAGE = 64 << 20;

async function readText(path: string, stage: string): Promise<string> {
  const bytes = await readForeignFile(path, LONGEST_STAGE, { ownOnly: true }).catch((cause: unknown) => {
    if (systemCodeOf(cause) !== 'ENOENT')
      throw new BasewrightError('NOT_FOUND', `cannot read ${path}: ${reasonOf(cause)}`, { cause });
    throw new BasewrightError('NOT_FOUND', `cannot read ${path}: there is none`, {
      hint: `run the ${stage} target first`,
      cause,
    });
  });
  return bytes.toString('utf8');
}

async function verifiedFile(directory: string, artefact: Artefact): Promise<string> {
  const path = join(directory, artefact.path);
  const found = await sha256OfOwn(directory, artefact.path).catch((cause: unknown) => reasonOf(cause));
  if (found === artefact.sha256) return path;
  throw new BasewrightError(
    'CHECKSUM_MISMATCH',
    `cannot use ${path}: its sha256 is ${found}, expected ${artefact.sha256}`,
    {
      hint: 'something changed it after it was built; delete its directory and run the target again',
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
