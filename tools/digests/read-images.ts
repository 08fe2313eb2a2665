import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';

import { publishOutput, readStage } from '@basewright/contracts';
import { BasewrightError, exists, PLATFORM_IDS, systemCodeOf } from '@basewright/core';
import { describeProblem, validateLayout } from '@basewright/oci';
import { readImage } from '@basewright/pipeline';

import { type BuiltImage, type ImageState } from './compare-digests';
import { type ImageDigests, imageDigests, parseDigests } from './image-digests';

/** The directories of a workspace with an image of its own, relative to it and sorted: `images/busybox-musl`. */
export async function imageDirectories(workspace: string): Promise<string[]> {
  const names = await readdir(join(workspace, 'images'));
  return names
    .map((name) => posix.join('images', name))
    .filter((directory) => existsSync(join(workspace, directory, 'image.json')))
    .sort();
}

/**
 * Reads what is written down of the images in some directories (relative to the workspace), and what
 * `dist/images/<name>/publish` has of them. Throws BAD_INPUT for mistakes in image.json and digests.json, CHECK_FAILED
 * for a layout whose bytes are not what it says, and what readStage throws.
 */
export async function readImageStates(workspace: string, directories: readonly string[]): Promise<ImageState[]> {
  return Promise.all(directories.map((directory) => readState(workspace, directory)));
}

async function readState(workspace: string, directory: string): Promise<ImageState> {
  const { name, spec } = readImage(workspace, posix.join(directory, 'image.json'), undefined);
  const file = posix.join(directory, 'digests.json');
  return {
    image: name,
    file,
    platforms: PLATFORM_IDS.filter((id) => spec.platforms.includes(id)),
    recorded: await readRecorded(workspace, file),
    built: await readBuilt(join(workspace, 'dist/images', name, 'publish')),
  };
}

async function readRecorded(workspace: string, file: string): Promise<ImageDigests | null> {
  const text = await readFile(join(workspace, file), 'utf8').catch((cause: unknown) => {
    if (systemCodeOf(cause) === 'ENOENT') return null;
    throw cause;
  });
  return text === null ? null : parseDigests(file, text);
}

async function readBuilt(directory: string): Promise<BuiltImage | null> {
  if (!(await exists(directory))) return null;
  const { body } = await readStage(directory, publishOutput, null);
  const manifests = body.manifests.map(({ platform, manifest }): [string, string] => [platform, manifest.digest]);
  const digests = imageDigests.parse({ index: body.index.digest, manifests: Object.fromEntries(manifests) });
  await refuseOtherBytes(join(directory, 'oci'), digests);
  return { digests, departures: body.departures };
}

/** A layout is sound when every digest is that of its bytes and every blob is reached from index.json. */
async function refuseOtherBytes(layout: string, { index, manifests }: ImageDigests): Promise<void> {
  const problems = (await validateLayout(layout)).map(describeProblem);
  const missing = [index, ...Object.values(manifests)].filter(
    (digest) => !existsSync(join(layout, 'blobs', digest.replace(':', '/'))),
  );
  const lines = [...problems, ...missing.map((digest) => `${digest}, which stage.json names, is not there`)];
  if (lines.length === 0) return;
  throw new BasewrightError(
    'CHECK_FAILED',
    `cannot compare ${layout}: it is unsound\n${lines.map((line) => `  ${line}`).join('\n')}`,
    { hint: 'something changed it after it was built; delete its directory and run the publish target again' },
  );
}
