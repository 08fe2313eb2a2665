import { chmod } from 'node:fs/promises';
import { join } from 'node:path';

import { type PublishOutput, publishOutput, type StageInputs, writeStage } from '@basewright/contracts';
import { BasewrightError, digestOf, hexOf, invariant, log } from '@basewright/core';
import {
  type ContainerSettings,
  describeProblem,
  type Descriptor,
  type LayoutRequest,
  planLayout,
  type PlannedLayout,
  validateLayout,
  writeLayout,
} from '@basewright/oci';
import { parseAccounts, userByNumber } from '@basewright/tree';

import { checkOptions } from './check-options';
import { exportPaths, packRoot, writeExports } from './exports';
import { checkFindings } from './findings/check-findings';
import { type PublishOptions, refNameOf } from './options';
import { repositoryOf } from './push/destination';
import { writePushOrder } from './push/push-order';
import { type PlatformImage, readImages } from './read-images';
import { startCommand } from './start-command';
import { type Published, summary } from './summary';

/**
 * The stage publish: the layers that rootfs-assemble or layer-assemble left, of one platform or of many, become an OCI image layout in
 * `<outputPath>/oci`, and on request what docker reads beside it. `workspace` is an absolute path. Nothing is pushed: where
 * to is written down for the command that does.
 * Throws BAD_INPUT for mistakes in the options, CONTRACT_MISMATCH when the stages do not belong together,
 * CHECK_FAILED when an image would not start, or the layout does not hold what it says, and what readStage and the sandbox throw.
 */
export async function publish(options: PublishOptions, workspace: string): Promise<PublishOutput> {
  checkOptions(options);
  const images = await readImages(options.name, options.rootfs, workspace);
  await checkFindings(options, images);
  const pack = await packRoot(options, workspace);
  const plan = planLayout(layoutRequest(options, images));
  const output = await writeStage(join(workspace, options.outputPath), publishOutput, null, async (directory) => {
    await chmod(directory, 0o755);
    const layout = join(directory, 'oci');
    await writeLayout(layout, plan);
    await refuseProblems(options.name, layout);
    await writeExports(directory, { options, images, planned: plan.images, pack });
    await writePushOrder(directory, options, summary(published(options, images, plan)));
    return { body: outputOf(plan, images), inputs: inputsOf(options, images, pack?.digest) };
  });
  log.info(`${options.name}: ${plan.image.digest}, in ${options.outputPath}/oci`);
  return output;
}

function layoutRequest(options: PublishOptions, images: readonly PlatformImage[]): LayoutRequest {
  return {
    name: options.name,
    refName: refNameOf(options),
    version: images[0]?.rootfs?.version ?? null,
    settings: { ...options.config, ...byNumber(options.config?.user, images) },
    annotations: options.annotations ?? {},
    images: images.map((image) => ({ ...image, platform: image.platform.oci })),
  };
}

/** The user by number, where that is the same on all platforms. */
function byNumber(user: string | undefined, images: readonly PlatformImage[]): Pick<ContainerSettings, 'user'> {
  if (user === undefined) return {};
  const numbers = images.map(({ facts: { texts } }) =>
    userByNumber(user, parseAccounts(texts['/etc/passwd'] ?? '', texts['/etc/group'] ?? '')),
  );
  const [first = null] = numbers;
  return first === null || numbers.some((number) => number !== first) ? {} : { user: first };
}

async function refuseProblems(name: string, layout: string): Promise<void> {
  const problems = await validateLayout(layout);
  if (problems.length === 0) return;
  const lines = problems.map((problem) => `  ${describeProblem(problem)}`);
  throw new BasewrightError('CHECK_FAILED', `cannot publish ${name}: its layout is unsound\n${lines.join('\n')}`, {
    hint: 'run the rootfs-assemble target again; if that does not help, this is a bug in Basewright',
  });
}

function outputOf(plan: PlannedLayout, images: readonly PlatformImage[]): PublishOutput {
  return {
    index: brief(plan.image),
    manifests: plan.images.map(({ manifest, config, layers }, at) => ({
      platform: invariant(images[at], 'an image for each manifest').platform.id,
      manifest: brief(manifest.descriptor),
      config: brief(config.descriptor),
      layers: layers.map(({ descriptor }) => brief(descriptor)),
    })),
    departures: [...new Set(images.flatMap(({ departures }) => departures))].sort(),
  };
}

function brief({ digest, size }: Descriptor): PublishOutput['index'] {
  return { digest, size };
}

function inputsOf(options: PublishOptions, images: readonly PlatformImage[], pack: string | undefined): StageInputs {
  const { name, config = {}, annotations = {}, dockerArchive = false, tarXz = false } = options;
  return {
    ...Object.fromEntries(images.flatMap(layerInputs)),
    image: digestOf({ name, refName: refNameOf(options), config, annotations, dockerArchive, tarXz }),
    ...(pack === undefined ? {} : { 'pack root': pack }),
  };
}

/** `layer linux/amd64` of an image of one layer; of several they are numbered, the lowest with 0. */
function layerInputs({ platform, layers }: PlatformImage): [string, string][] {
  return layers.map(({ blob }, at) => [
    layers.length === 1 ? `layer ${platform.id}` : `layer ${platform.id} ${at}`,
    hexOf(blob.descriptor.digest),
  ]);
}

function published(options: PublishOptions, images: readonly PlatformImage[], plan: PlannedLayout): Published {
  const paths = images.map(({ platform }) => exportPaths(options, platform));
  return {
    name: options.name,
    refName: refNameOf(options),
    digest: plan.image.digest,
    platforms: images.map(({ platform, layers }) => ({
      id: platform.id,
      layerSize: layers.reduce((sum, { blob }) => sum + blob.descriptor.size, 0),
    })),
    outputPath: options.outputPath,
    command: plan.images
      .slice(0, 1)
      .map(({ config }) => startCommand(config))
      .join(''),
    dockerArchives: paths.flatMap(({ dockerArchive }) => dockerArchive ?? []),
    tarXz: paths.flatMap(({ tarXz }) => tarXz ?? []),
    departures: [...new Set(images.flatMap(({ departures }) => departures))].sort(),
    pushes: repositoryOf(options) !== null,
  };
}
