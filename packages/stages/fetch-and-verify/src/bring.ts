import { copyFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';

import { BasewrightError, reasonOf, systemCodeOf } from '@basewright/core';
import { bundledFile } from '@basewright/upstream';

import { copyFromBinaryPackage, copyFromPackaging, copyFromSourcePackage, type DebianAccess } from './copy-from-debian';
import { type Downloader } from './download';
import { type Mirror } from './mirror';
import { isOutOfRoom } from './out-of-room';

/** What mirrors are read with. */
export interface Sources {
  /** Absolute path that `file:` mirrors are relative to. */
  readonly workspace: string;
  readonly downloader: Downloader;
  readonly debian: DebianAccess;
}

/** A file that is wanted from a mirror. */
export interface Wanted {
  /** What it is called in progress lines. */
  readonly label: string;
  readonly maxBytes: number;
  /** Throws a BasewrightError whose message is the reason when the file at a path is not the one wanted. */
  readonly accept: (path: string) => Promise<void>;
}

/**
 * Brings what lies at a mirror to the path `to`, where it was accepted. Throws a BasewrightError whose message is the
 * reason alone (the caller names the mirror), or what the disk throws.
 */
export async function bring(sources: Sources, mirror: Mirror, to: string, wanted: Wanted): Promise<void> {
  // The only kind that has the file more than once.
  if (mirror.kind === 'apt-packaging') return copyFromPackaging(sources.debian, mirror, to, wanted.accept);
  await bringUnverified(sources, mirror, to, wanted);
  await wanted.accept(to);
}

async function bringUnverified(
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
