import { platformOf } from '@basewright/core';
import { parseBaseReference } from '@basewright/image';

import { type DerivedContext } from './derived-stages';
import { imagePaths } from './image-paths';
import { type PlatformContext } from './platform-context';
import { type Stage } from './stage';

const sbomDescription = (id: string): string =>
  `Write what the image for ${id} is made of, as SPDX 2.3 and CycloneDX 1.6`;
const vexDescription = (id: string): string =>
  `Write what BusyBox's known vulnerabilities are to the image for ${id}, as OpenVEX`;

/** The target `sbom--P` of an image from source. */
export function sbomStage({ name, image, paths }: PlatformContext, id: string): Stage {
  const target = (stage: string): string => `${stage}--${platformOf(id).name}`;
  const output = (stage: string): string => paths.output(target(stage));
  return {
    stage: 'sbom',
    description: sbomDescription(id),
    options: {
      outputPath: output('sbom'),
      platform: id,
      name,
      publish: output('publish'),
      fetchAndVerify: paths.output('fetch-and-verify'),
      toolchain: output('toolchain'),
      compile: output('compile'),
      ...(image.busybox.setuid === undefined ? {} : { setuid: output('compile-setuid') }),
      libraryResolve: output('library-resolve'),
      rootfsAssemble: output('rootfs-assemble'),
    },
    reads: [
      'fetch-and-verify',
      ...['toolchain', 'compile', 'library-resolve', 'rootfs-assemble', 'layout'].map(target),
      ...(image.busybox.setuid === undefined ? [] : [target('compile-setuid')]),
    ],
  };
}

/** The target `sbom--P` of an image that is made on another: what that is made of is told where it is made here, too. */
export function derivedSbomStage(context: DerivedContext, id: string): Stage {
  const { name, image, paths } = context;
  const target = (stage: string): string => `${stage}--${platformOf(id).name}`;
  const project = baseProject(context);
  return {
    stage: 'sbom',
    description: sbomDescription(id),
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

/** The target `vex--P` of an image from source. */
export function vexStage({ name, paths }: PlatformContext, id: string): Stage {
  const target = (stage: string): string => `${stage}--${platformOf(id).name}`;
  const output = (stage: string): string => paths.output(target(stage));
  return {
    stage: 'vex',
    description: vexDescription(id),
    options: {
      outputPath: output('vex'),
      platform: id,
      name,
      sbom: output('sbom'),
      fetchAndVerify: paths.output('fetch-and-verify'),
      configure: output('configure'),
      compile: output('compile'),
    },
    reads: ['fetch-and-verify', ...['configure', 'compile', 'sbom'].map(target)],
  };
}

/** The target `vex--P` of an image that is made on another: BusyBox is as it is there. */
export function derivedVexStage(context: DerivedContext, id: string): Stage {
  const { name, paths } = context;
  const target = (stage: string): string => `${stage}--${platformOf(id).name}`;
  const project = baseProject(context);
  return {
    stage: 'vex',
    description: vexDescription(id),
    options: {
      outputPath: paths.output(target('vex')),
      platform: id,
      name,
      sbom: paths.output(target('sbom')),
      ...(project === null ? {} : { base: imagePaths('', project).output(target('vex')) }),
    },
    reads: [target('sbom'), ...(project === null ? [] : [{ project, target: target('vex') }])],
  };
}

/** The project of this workspace that an image is made on; null where it is none. */
function baseProject({ image }: DerivedContext): string | null {
  const base = parseBaseReference(image.from);
  return typeof base !== 'string' && base.kind === 'project' ? base.project : null;
}
