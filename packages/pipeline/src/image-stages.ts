import { invariant, platformOf, PLATFORMS } from '@basewright/core';

import { builtBusybox, imageTags, indexPush, ociOptions } from './oci-options';
import { type PlatformContext } from './platform-context';
import { platformStages } from './platform-stages';
import { reportStage } from './report-stage';
import { runStage } from './run-stage';
import { sourceStage } from './source-stage';
import { type Stage } from './stage';

/**
 * Every stage of an image by target name: `fetch-and-verify` once, the others per platform, `layout` for the index
 * of all platforms and `report` about them, and `run`. `patches` are the image's own, as paths of the workspace.
 */
export function imageStages(context: PlatformContext, patches: readonly string[]): Record<string, Stage> {
  // An index lists platforms in the table's order, whatever order the author wrote.
  const platforms = PLATFORMS.map(({ id }) => id).filter((id) => context.image.platforms.includes(id));
  const perPlatform = platforms.map((id) => platformStages(context, id));
  return {
    'fetch-and-verify': sourceStage(context.image, context.paths, patches, context.settings),
    ...(Object.assign({}, ...perPlatform) as Record<string, Stage>),
    layout: indexStage(context, platforms),
    report: reportStage(context, platforms),
    run: runStage(context, platforms),
  };
}

function indexStage(context: PlatformContext, platforms: readonly string[]): Stage {
  const { image, paths, settings } = context;
  const target = (stage: string, id: string): string => `${stage}--${platformOf(id).name}`;
  const rootfs = platforms.map((platform) => ({
    platform,
    directory: paths.output(target('rootfs-assemble', platform)),
  }));
  const toolchain = target('toolchain', invariant(platforms[0], 'a platform of the image'));
  return {
    stage: 'publish',
    description: 'Write the images of all platforms as one OCI layout with an index',
    options: {
      outputPath: paths.output('publish'),
      rootfs,
      toolchain: paths.output(toolchain),
      debian: settings.debian,
      ...ociOptions(context),
      busybox: builtBusybox(context, platforms),
      tags: imageTags(image),
      ...indexPush(image, settings),
    },
    pushed: true,
    reads: [...platforms.map((id) => target('rootfs-assemble', id)), toolchain],
  };
}
