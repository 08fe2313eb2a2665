import { join } from 'node:path';

import { baseOutput, publishOutput, readStage } from '@basewright/contracts';
import { BasewrightError, type Digest, digestFrom, sha256File } from '@basewright/core';

import { blobPath, fileSize } from '../validate/blob-path';
import { readStoredImage, type StoredImage } from './stored-image';

/** What another image is made on. */
export interface BaseImage extends StoredImage {
  /** How it departs from what the lock file pins, one line each. */
  readonly departures: readonly string[];
}

/**
 * The image of a platform that publish (of another project) or base left in `directory`, an absolute path: what another
 * image is made on. Throws what readStage throws, CONTRACT_MISMATCH when the image is not for the platform,
 * CHECKSUM_MISMATCH when a blob was changed after it was written.
 */
export async function readBase(directory: string, platform: string): Promise<BaseImage> {
  const { body } = await readStage(directory, [publishOutput, baseOutput], null);
  const found = body.manifests.find((one) => one.platform === platform);
  if (found === undefined) {
    const others = body.manifests.map((one) => one.platform).join(', ');
    throw new BasewrightError('CONTRACT_MISMATCH', `cannot use ${directory}: it is for ${others}, not for ${platform}`);
  }
  const layout = join(directory, 'oci');
  const image = await readStoredImage((digest) => verifiedBlob(layout, digest), found.manifest.digest, layout);
  return { ...image, departures: body.departures };
}

/** The path of a blob of a layout, its bytes read again. Throws CHECKSUM_MISMATCH when they are others, or none. */
async function verifiedBlob(layout: string, digest: Digest): Promise<string> {
  const path = blobPath(layout, digest);
  const found = (await fileSize(path)) === null ? 'no file' : digestFrom(await sha256File(path));
  if (found === digest) return path;
  throw new BasewrightError('CHECKSUM_MISMATCH', `cannot use ${path}: expected ${digest}, got ${found}`, {
    hint: 'something changed it after it was written; delete the layout and make it again',
  });
}
