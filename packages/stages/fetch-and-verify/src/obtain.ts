import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';

import { BasewrightError, type ErrorCode, log, reasonOf, systemCodeOf } from '@basewright/core';

import { bring, type Sources, type Wanted } from './bring';
import { type Mirror, parseMirror } from './mirror';
import { isOutOfRoom } from './out-of-room';

/** A file that is wanted, and where it may be. */
export interface WantedFrom extends Wanted {
  readonly mirrors: readonly string[];
}

interface Refusal {
  readonly mirror: string;
  readonly code: ErrorCode;
  readonly reason: string;
}

/**
 * Brings a file to the path `to` from the first mirror that has an acceptable one. Throws one error that lists every
 * mirror with its reason (CHECKSUM_MISMATCH or BAD_SIGNATURE where a mirror had something else, else UNREACHABLE),
 * at once NO_SPACE when the disk is full and BAD_INPUT when no file can be acceptable.
 */
export async function obtain(sources: Sources, wanted: WantedFrom, to: string): Promise<void> {
  const refusals: Refusal[] = [];
  for (const mirror of wanted.mirrors.flatMap((text) => parseMirror(text) ?? [])) {
    const refusal = await tryMirror(sources, mirror, wanted, to);
    if (refusal === null) return;
    refusals.push(refusal);
    await rm(to, { force: true });
    // A mirror without the file is nothing to report while another one has it; one with a wrong file is.
    if (WRONG.includes(refusal.code)) log.doing(`${wanted.label}: not from ${mirror.text}: ${refusal.reason}`);
  }
  throw nobodyHas(wanted, refusals);
}

async function tryMirror(sources: Sources, mirror: Mirror, wanted: Wanted, to: string): Promise<Refusal | null> {
  try {
    await bring(sources, mirror, to, wanted);
    return null;
  } catch (thrown) {
    if (isOutOfRoom(thrown)) throw noRoom(wanted, to, thrown);
    // What was asked for cannot be, wherever it comes from: a key file without the pinned key.
    if (thrown instanceof BasewrightError && thrown.code === 'BAD_INPUT') throw thrown;
    // Neither a reason of ours nor one of the system's: a bug, not a mirror without the file.
    if (!(thrown instanceof BasewrightError) && systemCodeOf(thrown) === undefined) throw thrown;
    const code = thrown instanceof BasewrightError ? thrown.code : 'UNREACHABLE';
    return { mirror: mirror.text, code, reason: reasonOf(thrown) };
  }
}

function noRoom(wanted: Wanted, to: string, cause: unknown): BasewrightError {
  return new BasewrightError('NO_SPACE', `cannot store ${wanted.label}: no room left in ${dirname(dirname(to))}`, {
    cause,
  });
}

const WRONG: readonly ErrorCode[] = ['CHECKSUM_MISMATCH', 'BAD_SIGNATURE'];

/** What was worse than a mirror out of reach, worst first, and what to do about each. */
const HINTS: readonly (readonly [ErrorCode, string])[] = [
  [
    'CHECKSUM_MISMATCH',
    'a mirror has another file than the pinned one: take the sha256 from upstream, not from the mirror',
  ],
  ['BAD_SIGNATURE', 'a mirror has a signature that is not by the pinned key: ask upstream whether its key changed'],
  ['UNREACHABLE', 'check the network and the proxy, or add a mirror within reach (file:path for a copy of your own)'],
];

function nobodyHas(wanted: Wanted, refusals: readonly Refusal[]): BasewrightError {
  const [code, hint] = HINTS.find(([worse]) => refusals.some((refusal) => refusal.code === worse)) ?? [
    'UNREACHABLE',
    '',
  ];
  const lines = refusals.map(({ mirror, reason }) => `\n  ${mirror}: ${reason.replaceAll('\n', '\n    ')}`);
  return new BasewrightError(code, `cannot fetch ${wanted.label}: no mirror has it${lines.join('')}`, {
    ...(hint === '' ? {} : { hint }),
  });
}
