import { chmod, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { readStage, type RootManifest, toolchainOutput } from '@basewright/contracts';
import { type Platform, withTemporaryDirectory } from '@basewright/core';
import { type PlannedImage } from '@basewright/oci';

import { writeDockerArchive } from './docker-archive';
import { type PublishOptions, refNameOf } from './options';
import { plainLayer } from './plain-layer';
import { type PlatformImage } from './read-images';
import { repoTag } from './repo-tag';
import { writeTarXz } from './tar-xz';

/** What {@link writeExports} writes from. */
export interface ExportRequest {
  readonly options: PublishOptions;
  readonly images: readonly PlatformImage[];
  /** In the order of `images`. */
  readonly planned: readonly PlannedImage[];
  readonly pack: RootManifest | null;
}

/** Where the forms beside the layout go, relative to the stage's directory; null for what was not asked for. */
export function exportPaths(
  { rootfs, dockerArchive, tarXz }: Pick<PublishOptions, 'rootfs' | 'dockerArchive' | 'tarXz'>,
  { name }: Platform,
): { readonly dockerArchive: string | null; readonly tarXz: string | null } {
  const single = rootfs.length === 1;
  return {
    dockerArchive: dockerArchive === true ? (single ? 'docker-archive.tar' : `docker-archive/${name}.tar`) : null,
    tarXz: tarXz === true ? (single ? 'tar-xz' : `tar-xz/${name}`) : null,
  };
}

/** The root that holds xz, or null when nothing is asked for that needs it. Throws what readStage throws. */
export async function packRoot(
  { tarXz, toolchain, rootfs }: PublishOptions,
  workspace: string,
): Promise<RootManifest | null> {
  const [first] = rootfs;
  if (tarXz !== true || toolchain === undefined || first === undefined) return null;
  return (await readStage(join(workspace, toolchain), toolchainOutput, first.platform)).body.pack;
}

/** Writes the forms that were asked for, per platform, into the stage's directory. */
export async function writeExports(directory: string, request: ExportRequest): Promise<void> {
  if (request.options.dockerArchive !== true && request.options.tarXz !== true) return;
  for (const [at, image] of request.images.entries()) {
    await withTemporaryDirectory('export', (scratch) =>
      exportImage(directory, scratch, image, request.planned[at], request),
    );
  }
}

async function exportImage(
  directory: string,
  scratch: string,
  { platform, layers, sourceDate }: PlatformImage,
  planned: PlannedImage | undefined,
  { options, pack }: ExportRequest,
): Promise<void> {
  const { dockerArchive, tarXz } = exportPaths(options, platform);
  const tars = [];
  for (const layer of layers) tars.push(await plainLayer(layer, scratch));
  if (dockerArchive !== null && planned !== undefined) {
    const path = await roomFor(directory, dockerArchive);
    const tag = repoTag(options.name, refNameOf(options));
    await writeDockerArchive(path, { config: planned.config, layers: tars, repoTag: tag, sourceDate });
  }
  const [tar] = tars;
  if (tarXz !== null && pack !== null && tar !== undefined) {
    const path = await roomFor(directory, tarXz);
    const settings = options.config ?? {};
    await writeTarXz(path, { name: options.name, tar: tar.file, settings, pack, packages: options.debian ?? {} });
  }
}

/** The absolute path of a file or directory to be made, in a directory whose mode the umask does not decide. */
async function roomFor(directory: string, path: string): Promise<string> {
  const absolute = join(directory, path);
  await mkdir(dirname(absolute), { recursive: true });
  await chmod(dirname(absolute), 0o755);
  return absolute;
}
