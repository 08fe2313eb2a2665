import { join } from 'node:path';

import { layerAssembleOutput, readStage, type RootfsAssembleOutput, rootfsAssembleOutput } from '@basewright/contracts';
import { BasewrightError, digestFrom, type Platform, platformOf, PLATFORMS } from '@basewright/core';
import { type ImageConfig, type LayerFacts, MEDIA_TYPES, readBase } from '@basewright/oci';
import { readTreeFacts, type TreeFacts } from '@basewright/tree';

import { missingApplets } from './missing-applets';
import { type RootfsOption } from './options';

/** The image of one platform, with every blob on this machine. */
export interface PlatformImage {
  readonly platform: Platform;
  /** Bottom first. */
  readonly layers: readonly LayerFacts[];
  /** Seconds since 1970. */
  readonly sourceDate: number;
  /** What it is made on, without a digest where it has none of its layers; or null: then it has one layer, of which rootfs-assemble left more. */
  readonly base: { readonly config: ImageConfig; readonly digest: string | null } | null;
  readonly rootfs: RootfsAssembleOutput | null;
  /** How it departs from what the lock file pins, one line each. */
  readonly departures: readonly string[];
  /** What is known of its whole tree. */
  readonly facts: TreeFacts;
  /** Paths that a distroless image took from its base. */
  readonly removed: readonly string[];
}

/**
 * Reads the images of some platforms from the stages rootfs-assemble or, on a base, layer-assemble, and gives them in the
 * order of the platform table. `workspace` is an absolute path. Throws what readStage and readBase throw,
 * CONTRACT_MISMATCH when they are not the same release on the same libc, CHECK_FAILED when a platform lacks an applet
 * that another has.
 */
export async function readImages(
  name: string,
  rootfs: readonly RootfsOption[],
  workspace: string,
): Promise<PlatformImage[]> {
  const order: readonly string[] = PLATFORMS.map(({ id }) => id);
  const sorted = [...rootfs].sort((a, b) => order.indexOf(a.platform) - order.indexOf(b.platform));
  const images = await Promise.all(
    sorted.map(({ platform, directory, base }) =>
      base === undefined
        ? readBuilt(join(workspace, directory), platform)
        : readDerived(join(workspace, directory), join(workspace, base), platform),
    ),
  );
  refuseMixture(name, images);
  refuseMissingApplets(name, images);
  return images;
}

async function readBuilt(directory: string, platform: string): Promise<PlatformImage> {
  const stage = await readStage(directory, rootfsAssembleOutput, platform);
  const { version, libc, sourceDate, layer, tar, tree } = stage.body;
  const descriptor = { mediaType: MEDIA_TYPES.gzipLayer, digest: digestFrom(layer.sha256), size: layer.size };
  const blob = { descriptor, content: { file: await stage.file(layer) } };
  const facts = { diffId: digestFrom(tar.sha256), createdBy: `BusyBox ${version} (${libc})`, blob };
  return {
    platform: platformOf(platform),
    layers: [facts],
    sourceDate,
    base: null,
    rootfs: stage.body,
    facts: await readTreeFacts(await stage.file(tree)),
    removed: [],
    departures: stage.body.departures,
  };
}

async function readDerived(directory: string, baseDirectory: string, platform: string): Promise<PlatformImage> {
  const stage = await readStage(directory, layerAssembleOutput, platform);
  const base = await readBase(baseDirectory, platform);
  if (base.digest !== stage.body.baseManifest) {
    const problem = `cannot use ${directory}: it was made on ${stage.body.baseManifest}, the base is now ${base.digest}`;
    throw new BasewrightError('CONTRACT_MISMATCH', problem, { hint: 'run the layer-assemble target again' });
  }
  const layers = stage.body.layers.map(async ({ file, diffId, createdBy, ...descriptor }): Promise<LayerFacts> => {
    const path = file === null ? base.layers.find((one) => one.diffId === diffId)?.file : await stage.file(file);
    if (path === undefined) throw new BasewrightError('CONTRACT_MISMATCH', `cannot find layer ${diffId} of the base`);
    return { diffId, createdBy, blob: { descriptor, content: { file: path } } };
  });
  const { sourceDate, removed, tree } = stage.body;
  const inherited = { config: base.config, digest: removed === null ? base.digest : null };
  return {
    platform: platformOf(platform),
    layers: await Promise.all(layers),
    sourceDate,
    base: inherited,
    rootfs: null,
    departures: stage.body.departures,
    facts: await readTreeFacts(await stage.file(tree)),
    removed: removed?.map(({ path }) => path) ?? [],
  };
}

function refuseMixture(name: string, images: readonly PlatformImage[]): void {
  const built = images.flatMap(({ platform, rootfs }) => (rootfs === null ? [] : [{ platform, rootfs }]));
  const release = ({ version, libc, sourceDate }: RootfsAssembleOutput): string =>
    `${version} ${libc}, date ${sourceDate}`;
  if (new Set(built.map(({ rootfs }) => release(rootfs))).size <= 1) return;
  const found = built.map(({ platform, rootfs }) => `  ${platform.id}: ${release(rootfs)}`);
  const problem = `cannot publish ${name}: its platforms were built from different sources\n${found.join('\n')}`;
  throw new BasewrightError('CONTRACT_MISMATCH', problem, { hint: 'run the rootfs-assemble target of all platforms' });
}

function refuseMissingApplets(name: string, images: readonly PlatformImage[]): void {
  const missing = missingApplets(
    images.flatMap(({ platform, rootfs }) => (rootfs === null ? [] : [{ id: platform.id, applets: rootfs.applets }])),
  );
  if (missing.length === 0) return;
  const problem = `cannot publish ${name}: its platforms have different applets\n${missing.join('\n')}`;
  throw new BasewrightError('CHECK_FAILED', problem, {
    hint: 'who pulls the image cannot see which platform they get: unset those applets in image.json, or drop the platform',
  });
}
