import { platformOf } from '@basewright/core';

import { type PlatformContext } from './platform-context';
import { type Stage } from './stage';

/** The stages of a platform that a report tells of, by the option that names their directory. */
const TOLD = {
  configuration: 'configure',
  binaries: 'compile',
  libraries: 'library-resolve',
  rootfs: 'rootfs-assemble',
} as const;

/** The target report: once per image, on all its platforms. */
export function reportStage({ name, image, paths }: PlatformContext, platforms: readonly string[]): Stage {
  const target = (stage: string, id: string): string => `${stage}--${platformOf(id).name}`;
  return {
    stage: 'report',
    description: 'Tell what the image holds: version, patches, vulnerabilities, applets, libraries, sizes',
    options: {
      ...{ outputPath: paths.output('report'), name, sources: paths.output('fetch-and-verify') },
      platforms: platforms.map((platform) => ({
        platform,
        ...directoriesOf((stage) => paths.output(target(stage, platform))),
      })),
      accepted: image.busybox.accepted,
    },
    reads: ['fetch-and-verify', ...platforms.flatMap((id) => Object.values(TOLD).map((stage) => target(stage, id)))],
  };
}

function directoriesOf(directory: (stage: string) => string): Record<keyof typeof TOLD, string> {
  const { configuration, binaries, libraries, rootfs } = TOLD;
  return {
    configuration: directory(configuration),
    binaries: directory(binaries),
    libraries: directory(libraries),
    rootfs: directory(rootfs),
  };
}
