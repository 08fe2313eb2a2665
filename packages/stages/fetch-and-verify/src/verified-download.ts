import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import {
  addToStore,
  digestOf,
  exists,
  findStored,
  log,
  reasonOf,
  sha256File,
  type StoredFile,
  withLock,
} from '@basewright/core';

import { expectDigest } from './expect-digest';
import { fetchFromMirrors, type Sources } from './from-mirrors';
import { type PinnedKey, verifySignature } from './verify-signature';

const LARGEST_FILE = 1e9;
const LARGEST_SIGNATURE = 64e3;

/** A file by digest, and who must have signed it. */
export interface PinnedFile {
  /** What it is called in messages: `busybox 1.38.0`. */
  readonly label: string;
  /** Any one of these. */
  readonly sha256: readonly string[];
  readonly mirrors: readonly string[];
  readonly signature: { readonly mirrors: readonly string[]; readonly key: PinnedKey } | null;
}

/**
 * The store's copy of a file, fetched when the store does not hold it, verified by digest and, where a signature is
 * asked for, by that too. Two processes that want the same file fetch it once. Throws what {@link fetchFromMirrors} throws.
 */
export async function verifiedDownload(sources: Sources, wanted: PinnedFile): Promise<StoredFile> {
  const { store } = sources.debian;
  const lockName = digestOf(wanted.sha256).slice(0, 32);
  const lock = {
    path: join(store.locks, `download-${lockName}`),
    onWait: () => {
      log.doing(`waiting for another process that fetches ${wanted.label}`);
    },
  };
  return withLock(lock, async () => {
    const file = (await findStored(store, wanted.sha256)) ?? (await fetchFile(sources, wanted, lockName));
    if (wanted.signature !== null) await confirm(sources, wanted.label, wanted.signature, file, lockName);
    return file;
  });
}

async function fetchFile(sources: Sources, wanted: PinnedFile, lockName: string): Promise<StoredFile> {
  log.doing(`fetching ${wanted.label}`);
  const path = await addToStore(sources.debian.store, lockName, async (incoming) => {
    await fetchFromMirrors(
      sources,
      { ...wanted, maxBytes: LARGEST_FILE, accept: (file) => expectDigest(file, wanted.sha256) },
      incoming,
    );
    return sha256File(incoming);
  });
  return { path, sha256: await sha256File(path) };
}

/** The signature lies beside the file it confirms, so that a filled store needs no network. */
async function confirm(
  sources: Sources,
  label: string,
  { mirrors, key }: NonNullable<PinnedFile['signature']>,
  file: StoredFile,
  lockName: string,
): Promise<void> {
  const name = `${file.sha256}.sig-${key.fingerprint}`;
  const stored = join(sources.debian.store.downloads, name);
  if (await exists(stored)) {
    const fault = await verifySignature(file.path, stored, key).catch(reasonOf);
    if (fault === undefined) return;
    log.doing(`${stored} is damaged and is fetched again (${fault})`);
    await rm(stored, { force: true });
  }
  const wanted = {
    label: `the signature of ${label}`,
    mirrors,
    maxBytes: LARGEST_SIGNATURE,
    accept: (signature: string) => verifySignature(file.path, signature, key),
  };
  await addToStore(sources.debian.store, lockName, async (incoming) => {
    await fetchFromMirrors(sources, wanted, incoming);
    return name;
  });
}
