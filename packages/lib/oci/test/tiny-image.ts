import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type Digest, digestFrom, exec, platformOf, sha256File } from '@basewright/core';
import { type BlobSource, MEDIA_TYPES, planLayout, writeLayout } from '@basewright/oci';

const SOURCE_DATE = 1_767_225_600;

/** An OCI layout below `directory` with an image for some platforms, two layers each; gives the digest of its index. */
export async function tinyLayout(
  directory: string,
  platforms: readonly string[] = ['linux/amd64', 'linux/arm64'],
): Promise<string> {
  const layers = await Promise.all(['lower', 'upper'].map((name) => tinyLayer(join(directory, 'tree'), name)));
  const plan = planLayout({
    name: 'tiny',
    refName: 'tiny:1.0',
    version: '1.0',
    settings: { cmd: ['sh'] },
    annotations: {},
    images: platforms.map((id) => ({ platform: platformOf(id).oci, layers, sourceDate: SOURCE_DATE })),
  });
  await writeLayout(join(directory, 'layout'), plan);
  return plan.image.digest;
}

async function tinyLayer(tree: string, name: string): Promise<{ diffId: Digest; createdBy: string; blob: BlobSource }> {
  const directory = join(tree, name);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, name), `${name}\n`);
  const tar = `${directory}.tar`;
  const fixed = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mtime=@0', '--mode=0755'];
  await exec('tar', ['--create', '--format=ustar', ...fixed, '--file', tar, '--directory', directory, name]);
  const diffId = digestFrom(await sha256File(tar));
  await exec('gzip', ['-n', '-k', tar]);
  const [digest, { size }] = [await sha256File(`${tar}.gz`), await stat(`${tar}.gz`)];
  const descriptor = { mediaType: MEDIA_TYPES.gzipLayer, digest: digestFrom(digest), size };
  return { diffId, createdBy: name, blob: { descriptor, content: { file: `${tar}.gz` } } };
}
