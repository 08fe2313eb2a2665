import { copyFile, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import { BasewrightError, type ErrorCode, log, reasonOf, systemCodeOf } from '@basewright/core';
import { bundledFile, type Mirror, parseMirror } from '@basewright/upstream';

import { copyFromBinaryPackage, copyFromPackaging, copyFromSourcePackage, type DebianAccess } from './copy-from-debian';
import { type Downloader } from './download';
import { isOutOfRoom } from './out-of-room';

/** What mirrors are read with. */
export interface Sources {
  /** Absolute path that `file:` mirrors are relative to. */
  readonly workspace: string;
  readonly downloader: Downloader;
  readonly debian: DebianAccess;
}

/** A file that is wanted from a mirror. */
interface Wanted {
  /** What it is called in progress lines. */
  readonly label: string;
  readonly maxBytes: number;
  /** Throws a BasewrightError whose message is the reason when the file at a path is not the one wanted. */
  readonly accept: (path: string) => Promise<void>;
}

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
 * Fetches a file to the path `to` from the first mirror that has an acceptable one. Throws one error that lists every
 * mirror with its reason (CHECKSUM_MISMATCH or BAD_SIGNATURE where a mirror had something else, else UNREACHABLE),
 * at once NO_SPACE when the disk is full and BAD_INPUT when no file can be acceptable.
 */
export async function fetchFromMirrors(sources: Sources, wanted: WantedFrom, to: string): Promise<void> {
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
    await fetchFromMirror(sources, mirror, to, wanted);
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

/**
 * Fetches what lies at a mirror to the path `to`, where it was accepted. Throws a BasewrightError whose message is the
 * reason alone (the caller names the mirror), or what the disk throws.
 */
async function fetchFromMirror(sources: Sources, mirror: Mirror, to: string, wanted: Wanted): Promise<void> {
  // The only kind that has the file more than once.
  if (mirror.kind === 'apt-packaging') return copyFromPackaging(sources.debian, mirror, to, wanted.accept);
  await fetchUnverified(sources, mirror, to, wanted);
  await wanted.accept(to);
}

async function fetchUnverified(
  sources: Sources,
  mirror: Exclude<Mirror, { kind: 'apt-packaging' }>,
  to: string,
  { label, maxBytes }: Wanted,
): Promise<void> {
  switch (mirror.kind) {
    case 'http':
      return sources.downloader.download({ url: mirror.url, to, label, maxBytes });
    case 'file':
      return copyLocal(resolve(sources.workspace, mirror.path), to);
    case 'bundled':
      return copyLocal(bundledFile(mirror.name), to);
    case 'apt-source':
      return copyFromSourcePackage(sources.debian, mirror, to);
    case 'apt-binary':
      return copyFromBinaryPackage(sources.debian, mirror, to);
  }
}

async function copyLocal(from: string, to: string): Promise<void> {
  const there = await stat(from).catch(() => null);
  if (there !== null && !there.isFile()) throw new BasewrightError('BAD_INPUT', `${from} is no regular file`);
  await copyFile(from, to).catch((cause: unknown) => {
    if (isOutOfRoom(cause)) throw cause;
    const reason = systemCodeOf(cause) === 'ENOENT' ? 'there is no such file' : reasonOf(cause);
    throw new BasewrightError('NOT_FOUND', reason, { cause });
  });
}
