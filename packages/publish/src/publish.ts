import { chmod } from 'node:fs/promises';
import { join } from 'node:path';

import {
  BasewrightError,
  digestOf,
  progress,
  type PublishOutput,
  publishOutput,
  type StageInputs,
  writeStage,
} from '@basewright/core';

import {
  describeProblem,
  type Descriptor,
  type LayoutRequest,
  MEDIA_TYPES,
  planLayout,
  type PlannedLayout,
  validateLayout,
  writeLayout,
} from '@basewright/oci';

import { checkOptions } from './check-options';
import { exportPaths, packRoot, writeExports } from './exports';
import { type PublishOptions, refNameOf } from './options';
import { repositoryOf } from './push/destination';
import { type PlatformRootfs, readRootfs } from './read-rootfs';
import { summary } from './summary';

/**
 * The stage publish: the layers that rootfs-assemble left, of one platform or of many, become an OCI image layout in
 * `<outputPath>/oci`, and on request what docker reads beside it. `workspace` is an absolute path.
 * Throws BAD_INPUT for mistakes in the options, CONTRACT_MISMATCH when the stages do not belong together,
 * CHECK_FAILED when the layout does not hold what it says, and what readStage and the sandbox throw.
 */
export async function publish(options: PublishOptions, workspace: string): Promise<PublishOutput> {
  checkOptions(options);
  const rootfs = await readRootfs(options.name, options.rootfs, workspace);
  const pack = await packRoot(options, workspace);
  const plan = planLayout(await layoutRequest(options, rootfs));
  const output = await writeStage(join(workspace, options.outputPath), publishOutput, null, async (directory) => {
    await chmod(directory, 0o755);
    const layout = join(directory, 'oci');
    await writeLayout(layout, plan);
    await refuseProblems(options.name, layout);
    await writeExports(directory, { options, rootfs, images: plan.images, pack });
    return { body: outputOf(plan, rootfs), inputs: inputsOf(options, rootfs, pack?.digest) };
  });
  for (const line of summary(published(options, rootfs, output))) progress(line);
  return output;
}

async function layoutRequest(options: PublishOptions, rootfs: readonly PlatformRootfs[]): Promise<LayoutRequest> {
  const [first] = rootfs;
  if (first === undefined) throw new Error('checkOptions lets no empty list through');
  const { version, libc, sourceDate } = first.stage.body;
  return {
    name: options.name,
    refName: refNameOf(options),
    version,
    sourceDate,
    createdBy: `BusyBox ${version} (${libc})`,
    settings: options.config ?? {},
    annotations: options.annotations ?? {},
    layers: await Promise.all(
      rootfs.map(async ({ platform, stage }) => {
        const { tar, layer } = stage.body;
        const descriptor = { mediaType: MEDIA_TYPES.gzipLayer, digest: `sha256:${layer.sha256}`, size: layer.size };
        const content = { file: await stage.file(layer) };
        return { platform: platform.oci, diffId: `sha256:${tar.sha256}`, layer: { descriptor, content } };
      }),
    ),
  };
}

async function refuseProblems(name: string, layout: string): Promise<void> {
  const problems = await validateLayout(layout);
  if (problems.length === 0) return;
  const lines = problems.map((problem) => `  ${describeProblem(problem)}`);
  throw new BasewrightError('CHECK_FAILED', `cannot publish ${name}: its layout is unsound\n${lines.join('\n')}`, {
    hint: 'run the rootfs-assemble target again; if that does not help, this is a bug in Basewright',
  });
}

function outputOf({ image, images }: PlannedLayout, rootfs: readonly PlatformRootfs[]): PublishOutput {
  return {
    index: brief(image),
    manifests: images.map(({ manifest, config, layer }, at) => ({
      platform: rootfs[at]?.platform.id ?? '',
      manifest: brief(manifest.descriptor),
      config: brief(config.descriptor),
      layers: [brief(layer.descriptor)],
    })),
  };
}

function brief({ digest, size }: Descriptor): PublishOutput['index'] {
  return { digest, size };
}

function inputsOf(options: PublishOptions, rootfs: readonly PlatformRootfs[], pack: string | undefined): StageInputs {
  const { name, config = {}, annotations = {}, dockerArchive = false, tarXz = false } = options;
  return {
    ...Object.fromEntries(rootfs.map(({ platform, stage }) => [`layer ${platform.id}`, stage.body.layer.sha256])),
    image: digestOf({ name, refName: refNameOf(options), config, annotations, dockerArchive, tarXz }),
    ...(pack === undefined ? {} : { 'pack root': pack }),
  };
}

function published(
  options: PublishOptions,
  rootfs: readonly PlatformRootfs[],
  output: PublishOutput,
): Parameters<typeof summary>[0] {
  const paths = rootfs.map(({ platform }) => exportPaths(options, platform));
  return {
    name: options.name,
    refName: refNameOf(options),
    digest: output.index.digest,
    platforms: rootfs.map(({ platform, stage }) => ({ id: platform.id, layerSize: stage.body.layer.size })),
    outputPath: options.outputPath,
    dockerArchives: paths.flatMap(({ dockerArchive }) => dockerArchive ?? []),
    tarXz: paths.flatMap(({ tarXz }) => tarXz ?? []),
    pushes: repositoryOf(options) !== null,
  };
}
