import { platformOf } from '@basewright/core';
import { parseBaseReference } from '@basewright/image';

import { type DerivedContext } from './derived-stages';
import { imagePaths } from './image-paths';
import { type PlatformContext } from './platform-context';
import { type Stage } from './stage';

/** What the documents tell, whatever the image is. */
const description = (id: string): string => `Write what the image for ${id} is made of, as SPDX 2.3 and CycloneDX 1.6`;

/** The target `sbom--P` of an image from source. */
export function sbomStage({ name, paths }: PlatformContext, id: string): Stage {
  const target = (stage: string): string => `${stage}--${platformOf(id).name}`;
  const output = (stage: string): string => paths.output(target(stage));
  return {
    stage: 'sbom',
    description: description(id),
    options: {
      outputPath: output('sbom'),
      platform: id,
      name,
      publish: output('publish'),
      fetchAndVerify: paths.output('fetch-and-verify'),
      toolchain: output('toolchain'),
      compile: output('compile'),
      libraryResolve: output('library-resolve'),
      rootfsAssemble: output('rootfs-assemble'),
    },
    reads: [
      'fetch-and-verify',
      ...['toolchain', 'compile', 'library-resolve', 'rootfs-assemble', 'layout'].map(target),
    ],
  };
}

/** The target `sbom--P` of an image that is made on another: what that is made of is told where it is made here, too. */
export function derivedSbomStage({ name, image, paths }: DerivedContext, id: string): Stage {
  const { name: suffix } = platformOf(id);
  const target = (stage: string): string => `${stage}--${suffix}`;
  const base = parseBaseReference(image.from);
  const project = typeof base !== 'string' && base.kind === 'project' ? base.project : null;
  return {
    stage: 'sbom',
    description: description(id),
    options: {
      outputPath: paths.output(target('sbom')),
      platform: id,
      name,
      from: image.from,
      publish: paths.output(target('publish')),
      layerAssemble: paths.output(target('layer-assemble')),
      ...(project === null ? {} : { base: imagePaths('', project).output(target('sbom')) }),
    },
    reads: [
      target('layer-assemble'),
      target('layout'),
      ...(project === null ? [] : [{ project, target: target('sbom') }]),
    ],
  };
}
