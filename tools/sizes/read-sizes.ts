import { join } from 'node:path';

import { compileOutput, readStage, rootfsAssembleOutput } from '@basewright/contracts';
import { exists, PLATFORM_IDS, platformOf } from '@basewright/core';
import { type Libc } from '@basewright/libcs';
import { readImage } from '@basewright/pipeline';

import { OFFICIAL_APPLETS, OFFICIAL_LAYER_BYTES } from '../../e2e/official-sizes';
import { type SizeRow } from './size-table';

/** The images that are measured against the official ones: `images/busybox-glibc` and so on. */
const MEASURED: Readonly<Record<Libc, string>> = {
  glibc: 'busybox-glibc',
  musl: 'busybox-musl',
  uclibc: 'busybox-uclibc',
};

/** One row for every platform of every measured image, built or not, in the platform table's order. */
export async function readSizes(workspace: string): Promise<SizeRow[]> {
  const rows = Object.entries(MEASURED).map(([libc, project]) => rowsOf(workspace, libc as Libc, project));
  return (await Promise.all(rows)).flat();
}

async function rowsOf(workspace: string, libc: Libc, project: string): Promise<SizeRow[]> {
  const { spec } = readImage(workspace, `images/${project}/image.json`, undefined);
  const platforms = PLATFORM_IDS.filter((id) => spec.platforms.includes(id));
  const stages = join(workspace, 'dist/images', project);
  return Promise.all(
    platforms.map(async (platform) => ({
      project,
      platform,
      built: await built(stages, platform),
      official: OFFICIAL_LAYER_BYTES[libc]?.[platform] ?? null,
      officialApplets: OFFICIAL_APPLETS[libc],
    })),
  );
}

async function built(stages: string, platform: string): Promise<SizeRow['built']> {
  const directory = (stage: string): string => join(stages, `${stage}--${platformOf(platform).name}`);
  if (!(await exists(directory('rootfs-assemble')))) return null;
  const rootfs = await readStage(directory('rootfs-assemble'), rootfsAssembleOutput, platform);
  const compiled = await readStage(directory('compile'), compileOutput, platform);
  return { bytes: rootfs.body.layer.size, applets: compiled.body.applets.map(({ name }) => name) };
}
