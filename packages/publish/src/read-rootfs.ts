import { join } from 'node:path';

import {
  BasewrightError,
  type Platform,
  platformOf,
  PLATFORMS,
  type ReadStage,
  readStage,
  type RootfsOutput,
  rootfsOutput,
} from '@basewright/core';

import { missingApplets } from './missing-applets';
import { type RootfsOption } from './options';

/** What rootfs-assemble left for one platform. */
export interface PlatformRootfs {
  readonly platform: Platform;
  readonly stage: ReadStage<RootfsOutput>;
}

/**
 * Reads the rootfs stages, and gives them in the order of the platform table. `workspace` is an absolute path.
 * Throws what readStage throws, CONTRACT_MISMATCH when they are not the same release on the same libc, CHECK_FAILED when
 * a platform lacks an applet that another has.
 */
export async function readRootfs(
  name: string,
  rootfs: readonly RootfsOption[],
  workspace: string,
): Promise<PlatformRootfs[]> {
  const order: readonly string[] = PLATFORMS.map(({ id }) => id);
  const sorted = [...rootfs].sort((a, b) => order.indexOf(a.platform) - order.indexOf(b.platform));
  const images = await Promise.all(
    sorted.map(async ({ platform, directory }) => ({
      platform: platformOf(platform),
      stage: await readStage(join(workspace, directory), rootfsOutput, platform),
    })),
  );
  refuseMixture(name, images);
  refuseMissingApplets(name, images);
  return images;
}

function refuseMixture(name: string, images: readonly PlatformRootfs[]): void {
  const release = ({ version, libc, sourceDate }: RootfsOutput): string => `${version} ${libc}, date ${sourceDate}`;
  if (new Set(images.map(({ stage }) => release(stage.body))).size <= 1) return;
  const found = images.map(({ platform, stage }) => `  ${platform.id}: ${release(stage.body)}`);
  const problem = `cannot publish ${name}: its platforms were built from different sources\n${found.join('\n')}`;
  throw new BasewrightError('CONTRACT_MISMATCH', problem, { hint: 'run the rootfs-assemble target of all platforms' });
}

function refuseMissingApplets(name: string, images: readonly PlatformRootfs[]): void {
  const missing = missingApplets(
    images.map(({ platform, stage }) => ({ id: platform.id, applets: stage.body.applets })),
  );
  if (missing.length === 0) return;
  const problem = `cannot publish ${name}: its platforms have different applets\n${missing.join('\n')}`;
  throw new BasewrightError('CHECK_FAILED', problem, {
    hint: 'who pulls the image cannot see which platform they get: unset those applets in image.json, or drop the platform',
  });
}
