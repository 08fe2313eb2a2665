import { chmod } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import {
  activity,
  baseOutput,
  BasewrightError,
  type Digest,
  digest as digestWord,
  openStore,
  platformOf,
  type PublishOutput,
  withLock,
  writeStage,
} from '@basewright/core';
import {
  blobsOf,
  chooseManifest,
  checkDiffIds,
  type Descriptor,
  layoutOf,
  notFor,
  readStoredImage,
  samePlatform,
  spelled,
  type StoredImage,
  writeLayout,
} from '@basewright/oci';

import { addDocument, type BlobStore, openBlobStore } from './base-store';
import { fromLayout } from './from-layout';
import { fromRegistry } from './from-registry';
import { type BlobOf, type ImageSource } from './image-source';
import { type BaseOptions, nameOfBase } from './options';

/**
 * The stage base: leaves the image of one platform that `options` pin by digest as an OCI layout in `<outputPath>/oci`.
 * Everything it consists of is kept in the store by digest: what is there is not fetched again, and needs no network.
 * `workspace` is an absolute path. Throws CHECKSUM_MISMATCH when something else came than was pinned, BAD_INPUT when
 * the image is not for the platform, and what the registry's failure comes to.
 */
export async function fetchBase(options: BaseOptions, workspace: string): Promise<PublishOutput> {
  const what = nameOfBase(options);
  const store = openStore();
  const lock = {
    path: join(store.locks, `image-${options.digest.replace(':', '-')}`),
    onWait: () => {
      activity(`waiting for another process that fetches ${what}`);
    },
  };
  const image = await withLock(lock, () =>
    obtain(options, openBlobStore(store, what), sourceOf(options, workspace), what),
  );
  return writeStage(join(workspace, options.outputPath), baseOutput, null, async (directory) => {
    await chmod(directory, 0o755);
    await writeLayout(join(directory, 'oci'), layoutOf(image, options.name));
    return { body: outputOf(image, options.platform), inputs: { base: options.digest } };
  });
}

function sourceOf(options: BaseOptions, workspace: string): ImageSource {
  const { repository, layout } = options;
  if (repository !== undefined) return fromRegistry({ ...options, repository }, workspace);
  if (layout !== undefined) return fromLayout(resolve(workspace, layout), nameOfBase(options));
  throw new BasewrightError(
    'BAD_INPUT',
    `cannot fetch the base of ${options.name}: neither repository nor layout is given`,
  );
}

async function obtain(
  { digest, platform, name }: BaseOptions,
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
    activity(`fetching ${what} for ${platform}, the base of ${name}`);
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

function outputOf({ documents, layers }: StoredImage, platform: string): PublishOutput {
  const manifest = brief(documents.manifest.descriptor);
  const config = brief(documents.config.descriptor);
  return {
    index: manifest,
    manifests: [{ platform, manifest, config, layers: layers.map((one) => brief(one.descriptor)) }],
    // It is what its digest says.
    departures: [],
  };
}

function brief({ digest, size }: Descriptor): PublishOutput['index'] {
  return { digest, size };
}
