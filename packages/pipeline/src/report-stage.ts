import { platformOf } from '@basewright/core';

import { type PlatformContext } from './platform-context';
import { type Stage } from './stage';

/** The stages of a platform that a report tells of. */
const TOLD = ['configure', 'compile', 'library-resolve', 'rootfs-assemble'] as const;

/** The target report: once per image, on all its platforms. */
export function reportStage({ name, image, paths }: PlatformContext, platforms: readonly string[]): Stage {
  const target = (stage: string, id: string): string => `${stage}--${platformOf(id).name}`;
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
          libraryResolve: output('library-resolve'),
          rootfsAssemble: output('rootfs-assemble'),
        };
      }),
      accepted: image.busybox.accepted,
    },
    reads: ['fetch-and-verify', ...platforms.flatMap((id) => TOLD.map((stage) => target(stage, id)))],
  };
}
