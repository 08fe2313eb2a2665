import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { stableJson } from '@basewright/core';

import { type BlobSource } from './documents/blob';
import { type PlannedLayout } from './documents/plan-layout';

/**
 * Writes a layout into a directory that does not exist yet.
 * https://github.com/opencontainers/image-spec/blob/v1.1.0/image-layout.md
 */
export async function writeLayout(directory: string, { blobs, index }: PlannedLayout): Promise<void> {
  const algorithm = join(directory, 'blobs', 'sha256');
  await mkdir(algorithm, { recursive: true });
  // Explicitly, for the modes must not depend on the umask.
  for (const made of [directory, dirname(algorithm), algorithm]) await chmod(made, 0o755);
  for (const blob of blobs) await writeBlob(algorithm, blob);
  await writePlain(join(directory, 'oci-layout'), stableJson({ imageLayoutVersion: '1.0.0' }));
  await writePlain(join(directory, 'index.json'), stableJson(index));
}

async function writeBlob(directory: string, { descriptor, content }: BlobSource): Promise<void> {
  const path = join(directory, descriptor.digest.replace('sha256:', ''));
  if (content instanceof Uint8Array) return writePlain(path, content);
  await copyFile(content.file, path);
  await chmod(path, 0o644);
}

async function writePlain(path: string, content: Uint8Array | string): Promise<void> {
  await writeFile(path, content);
  await chmod(path, 0o644);
}
