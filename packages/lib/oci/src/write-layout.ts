import { constants } from 'node:fs';
import { chmod, copyFile, link, lstat, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { hexOf, stableJson } from '@basewright/core';

import { REF_NAME } from './documents/annotations';
import { type BlobSource } from './documents/blob';
import { imageIndex } from './documents/image-index';
import { type ImageIndex } from './documents/types';
import { type StoredImage } from './read/stored-image';

/** What a layout consists of. */
export interface LayoutContent {
  /** The content of index.json. */
  readonly index: ImageIndex;
  /** Each once. */
  readonly blobs: readonly BlobSource[];
}

/**
 * Writes a layout into a directory that does not exist yet.
 * https://github.com/opencontainers/image-spec/blob/v1.1.0/image-layout.md
 */
export async function writeLayout(directory: string, { blobs, index }: LayoutContent): Promise<void> {
  const algorithm = join(directory, 'blobs', 'sha256');
  await mkdir(algorithm, { recursive: true });
  // Explicitly, for the modes must not depend on the umask.
  for (const made of [directory, dirname(algorithm), algorithm]) await chmod(made, 0o755);
  for (const blob of blobs) await writeBlob(algorithm, blob);
  await writePlain(join(directory, 'oci-layout'), stableJson({ imageLayoutVersion: '1.0.0' }));
  await writePlain(join(directory, 'index.json'), stableJson(index));
}

async function writeBlob(directory: string, { descriptor, content }: BlobSource): Promise<void> {
  const path = join(directory, hexOf(descriptor.digest));
  if (content instanceof Uint8Array) return writePlain(path, content);
  if (await linked(content.file, path)) return;
  await copyFile(content.file, path);
  await chmod(path, 0o644);
}

/**
 * Blobs are never changed in place, so that the images of a workspace can share those of their base: seven that stand
 * on one took 322 MB. False where the file system cannot, and where the file has another mode, which both would have.
 */
async function linked(from: string, to: string): Promise<boolean> {
  const { mode } = await lstat(from);
  if ((mode & 0o7777) !== 0o644 || (mode & constants.S_IFMT) !== constants.S_IFREG) return false;
  return link(from, to).then(
    () => true,
    () => false,
  );
}

async function writePlain(path: string, content: Uint8Array | string): Promise<void> {
  await writeFile(path, content);
  await chmod(path, 0o644);
}

/** A layout of one image that is on this machine, as it is, under the name `refName`. */
export function layoutOf({ documents, layers, config }: StoredImage, refName: string): LayoutContent {
  const { manifest } = documents;
  const { os, architecture, variant } = config;
  const platform = { os, architecture, ...(variant === undefined ? {} : { variant }) };
  const blobs = [manifest, documents.config, ...layers].map(({ descriptor, file }) => ({
    descriptor,
    content: { file },
  }));
  return {
    index: imageIndex([{ ...manifest.descriptor, platform, annotations: { [REF_NAME]: refName } }]),
    blobs: [...new Map(blobs.map((blob) => [blob.descriptor.digest, blob])).values()],
  };
}
