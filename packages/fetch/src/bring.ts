import { copyFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { BasewrightError, reasonOf, systemCodeOf } from '@basewright/core';
import { bundledFile } from '@basewright/releases';

import { copyFromBinaryPackage, copyFromSourcePackage, type DebianAccess } from './copy-from-debian';
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

/** What a file is called in progress lines, and how large it may be. */
export interface Limits {
  readonly label: string;
  readonly maxBytes: number;
}

/**
 * Brings what lies at a mirror to the path `to`, unverified. Throws a BasewrightError whose message is the reason
 * alone (the caller names the mirror), or what the disk throws.
 */
export async function bring(sources: Sources, mirror: Mirror, to: string, limits: Limits): Promise<void> {
  switch (mirror.kind) {
    case 'http':
      return sources.downloader.download({ url: mirror.url, to, ...limits });
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
  await copyFile(from, to).catch((cause: unknown) => {
    if (isOutOfRoom(cause)) throw cause;
    const reason = systemCodeOf(cause) === 'ENOENT' ? 'there is no such file' : reasonOf(cause);
    throw new BasewrightError('NOT_FOUND', reason, { cause });
  });
}
