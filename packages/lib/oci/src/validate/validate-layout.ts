import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { MEDIA_TYPES } from '../documents/media-types';
import { type Descriptor, type ImageIndex, imageIndex, layoutMarker } from '../documents/types';
import { blobPath } from './blob-path';
import { checkBlob } from './check-blob';
import { checkManifest, platformText } from './check-manifest';
import { expectEqual, type Problem, type Visit } from './problem';
import { readDocument } from './read-document';

/**
 * Everything that is wrong with an OCI image layout (an absolute directory), found by computing every digest, size and
 * diffID again from the bytes. Empty for a sound one; nothing is thrown for a broken one.
 * https://github.com/opencontainers/image-spec/blob/v1.1.0/image-layout.md
 */
export async function validateLayout(directory: string): Promise<Problem[]> {
  const visit: Visit = { directory, problems: [], reached: new Set() };
  await readDocument(visit, 'oci-layout', join(directory, 'oci-layout'), layoutMarker);
  const index = await readDocument(visit, 'index.json', join(directory, 'index.json'), imageIndex);
  if (index !== null) await checkEntries(visit, 'index.json', index);
  await checkOrphans(visit);
  return visit.problems;
}

async function checkEntries(visit: Visit, where: string, { manifests }: ImageIndex): Promise<void> {
  for (const [at, descriptor] of manifests.entries()) {
    const entry = `${where}/manifests[${at}]`;
    if (!(await checkBlob(visit, entry, descriptor))) continue;
    await checkEntry(visit, entry, descriptor);
  }
}

async function checkEntry(visit: Visit, where: string, descriptor: Descriptor): Promise<void> {
  const { index: indexType, manifest: manifestType } = MEDIA_TYPES;
  if (descriptor.mediaType === manifestType) return checkManifest(visit, where, descriptor);
  if (descriptor.mediaType !== indexType) {
    const want = `${manifestType} or ${indexType}`;
    visit.problems.push({ where, what: 'mediaType', want, got: descriptor.mediaType });
    return;
  }
  const index = await readDocument(visit, where, blobPath(visit.directory, descriptor.digest), imageIndex);
  if (index === null) return;
  checkPlatforms(visit, where, index);
  await checkEntries(visit, where, index);
}

/** A tool takes the first entry that matches, so a second one of the same platform is out of anybody's reach. */
function checkPlatforms(visit: Visit, where: string, { manifests }: ImageIndex): void {
  const platforms = manifests.flatMap(({ platform }) => (platform === undefined ? [] : [platformText(platform)]));
  for (const platform of new Set(platforms)) {
    const times = platforms.filter((other) => other === platform).length;
    expectEqual(visit, where, `entries of ${platform}`, '1', String(times));
  }
}

async function checkOrphans(visit: Visit): Promise<void> {
  const names = await readdir(join(visit.directory, 'blobs', 'sha256')).catch(() => []);
  for (const name of names.sort()) {
    if (visit.reached.has(`sha256:${name}`)) continue;
    const where = `blobs/sha256/${name}`;
    visit.problems.push({ where, what: 'orphan', want: 'a document that names it', got: 'none' });
  }
}
