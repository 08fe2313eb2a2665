import { chmod, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { type Platform, readStage, type RootManifest, toolchainOutput } from '@basewright/core';
import { type PlannedImage } from '@basewright/oci';

import { writeDockerArchive } from './docker-archive';
import { type PublishOptions, refNameOf } from './options';
import { type PlatformRootfs } from './read-rootfs';
import { repoTag } from './repo-tag';
import { writeTarXz } from './tar-xz';

/** What {@link writeExports} writes from. */
export interface ExportRequest {
  readonly options: PublishOptions;
  readonly rootfs: readonly PlatformRootfs[];
  /** In the order of `rootfs`. */
  readonly images: readonly PlannedImage[];
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
export async function writeExports(directory: string, { options, rootfs, images, pack }: ExportRequest): Promise<void> {
  for (const [at, { config }] of images.entries()) {
    const from = rootfs[at];
    if (from === undefined) continue;
    const { dockerArchive, tarXz } = exportPaths(options, from.platform);
    const { tar, sourceDate } = from.stage.body;
    if (dockerArchive !== null) {
      const path = await roomFor(directory, dockerArchive);
      const file = await from.stage.file(tar);
      const tag = repoTag(options.name, refNameOf(options));
      await writeDockerArchive(path, { config, tar: { ...tar, file }, repoTag: tag, sourceDate });
    }
    if (tarXz !== null && pack !== null) {
      const path = await roomFor(directory, tarXz);
      const settings = options.config ?? {};
      await writeTarXz(path, { tar: await from.stage.file(tar), settings, pack, packages: options.debian ?? {} });
    }
  }
}

/** The absolute path of a file or directory to be made, in a directory whose mode the umask does not decide. */
async function roomFor(directory: string, path: string): Promise<string> {
  const absolute = join(directory, path);
  await mkdir(dirname(absolute), { recursive: true });
  await chmod(dirname(absolute), 0o755);
  return absolute;
}
