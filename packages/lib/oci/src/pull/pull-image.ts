import { join, resolve } from 'node:path';

import {
  log,
  BasewrightError,
  type Digest,
  digest as digestWord,
  openStore,
  platformOf,
  withLock,
} from '@basewright/core';

import { chooseManifest, notFor, samePlatform, spelled } from '../read/choose-manifest';
import { blobsOf, checkDiffIds, readStoredImage, type StoredImage } from '../read/stored-image';
import { addDocument, type BlobStore, openBlobStore } from './blob-store';
import { fromLayout } from './from-layout';
import { fromRegistry } from './from-registry';
import { type BlobOf, type ImageSource, type PullRequest } from './image-source';

/**
 * Brings the image of one platform that a request pins by digest into the store: what is there is not fetched again, and
 * needs no network. `workspace` is an absolute path. Throws CHECKSUM_MISMATCH when something else came than was pinned,
 * BAD_INPUT when the image is not for the platform, and what the registry's failure comes to.
 */
export async function pullImage(request: PullRequest, workspace: string): Promise<StoredImage> {
  const what = nameOf(request);
  const store = openStore();
  const lock = {
    path: join(store.locks, `image-${request.digest.replace(':', '-')}`),
    onWait: () => {
      log.doing(`waiting for another process that fetches ${what}`);
    },
  };
  return withLock(lock, () => obtain(request, openBlobStore(store, what), sourceOf(request, workspace), what));
}

/** What a request names, as errors call it: `"from" localhost:5000/base@sha256:…`. */
function nameOf({ repository, layout, digest }: PullRequest): string {
  return `"from" ${repository ?? `oci:${layout ?? ''}`}@${digest}`;
}

function sourceOf(request: PullRequest, workspace: string): ImageSource {
  const { repository, layout } = request;
  if (repository !== undefined) return fromRegistry({ ...request, repository }, workspace);
  if (layout !== undefined) return fromLayout(resolve(workspace, layout), nameOf(request));
  throw new BasewrightError(
    'BAD_INPUT',
    `cannot fetch the base of ${request.name}: neither repository nor layout is given`,
  );
}

async function obtain(
  { digest, platform, name }: PullRequest,
  blobs: BlobStore,
  source: ImageSource,
  what: string,
): Promise<StoredImage> {
  const { oci } = platformOf(platform);
  const pinned = digestWord.safeParse(digest);
  if (!pinned.success) throw new BasewrightError('BAD_INPUT', `cannot use ${what}: its digest is none`);
  const document = async (wanted: Digest): Promise<string> => {
    if ((await blobs.find(wanted)) === null) await addDocument(blobs, wanted, await source.manifest(wanted));
    return found(blobs, wanted);
  };
  const manifest = await chooseManifest(await document(pinned.data), pinned.data, oci, what);
  const wanted = await blobsOf(await document(manifest), what);
  if (await isAnyMissing(blobs, wanted)) {
    log.doing(`fetching ${what} for ${platform}, the base of ${name}`);
    await blobs.add(
      wanted.map((blob) => blob.digest),
      (directory) => source.blobs(manifest, wanted, directory),
    );
  }
  const image = await readStoredImage((one) => found(blobs, one), manifest, what);
  await checkDiffIds(image, what);
  if (!samePlatform(image.config, oci)) throw notFor(oci, [spelled(image.config)], what);
  return image;
}

/** One after the other: an image may have more blobs than files may be open. */
async function isAnyMissing(blobs: BlobStore, wanted: readonly BlobOf[]): Promise<boolean> {
  for (const { digest } of wanted) if ((await blobs.find(digest)) === null) return true;
  return false;
}

async function found(blobs: BlobStore, digest: Digest): Promise<string> {
  const path = await blobs.find(digest);
  if (path === null) throw new Error(`the store lost ${digest}`);
  return path;
}
