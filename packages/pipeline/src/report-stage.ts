import { platformOf } from '@basewright/core';

import { type DerivedContext } from './derived-stages';
import { type PlatformContext } from './platform-context';
import { type Stage } from './stage';

/** The stages of a platform that a report tells of. */
const TOLD = ['configure', 'compile', 'library-resolve', 'rootfs-assemble'] as const;

/** The target report of an image from source: once per image, on all its platforms. */
export function reportStage({ name, image, paths }: PlatformContext, platforms: readonly string[]): Stage {
  const target = (stage: string, id: string): string => `${stage}--${platformOf(id).name}`;
  const hasSetuid = image.busybox.setuid !== undefined;
  const told = [...TOLD, ...(hasSetuid ? ['compile-setuid'] : [])];
  return {
    stage: 'report',
    description: 'Tell what the image holds: version, patches, vulnerabilities, applets, libraries, sizes',
    options: {
      outputPath: paths.output('report'),
      name,
      fetchAndVerify: paths.output('fetch-and-verify'),
      platforms: platforms.map((platform) => {
        const output = (stage: (typeof TOLD)[number]): string => paths.output(target(stage, platform));
        return {
          platform,
          configure: output('configure'),
          compile: output('compile'),
          ...(hasSetuid ? { setuid: paths.output(target('compile-setuid', platform)) } : {}),
          libraryResolve: output('library-resolve'),
          rootfsAssemble: output('rootfs-assemble'),
        };
      }),
      accepted: image.busybox.accepted,
    },
    reads: ['fetch-and-verify', ...platforms.flatMap((id) => told.map((stage) => target(stage, id)))],
  };
}

/** The target report of an image that is made on another. */
export function derivedReportStage({ name, image, paths }: DerivedContext, platforms: readonly string[]): Stage {
  const target = (id: string): string => `layer-assemble--${platformOf(id).name}`;
  return {
    stage: 'report',
    description: 'Tell what the image holds: packages and their licences, layers, what went',
    options: {
      outputPath: paths.output('report'),
      name,
      from: image.from,
      layers: platforms.map((platform) => ({ platform, directory: paths.output(target(platform)) })),
    },
    reads: platforms.map(target),
  };
}
