import { hostDebianArch, platformOf } from '@basewright/core';

import { type PlatformContext } from './platform-context';
import { type Stage } from './stage';

/** What is known of an image, whatever it is made on. */
type RunContext = Pick<PlatformContext, 'name' | 'paths' | 'settings'>;

/** The target run: a command in the image, of this machine's own platform where it is built for that. */
export function runStage({ name, paths, settings }: RunContext, platforms: readonly string[]): Stage {
  const target = (id: string): string => `layout--${platformOf(id).name}`;
  const isNative = (id: string): boolean => platformOf(id).debianArch === hostDebianArch();
  const [first = '', ...others] = [...platforms].sort((a, b) => Number(isNative(b)) - Number(isNative(a)));
  const { lockFile, strict, debian } = settings;
  return {
    stage: 'run',
    description: `Run a command in the image, after --. Nx prints lines and ends with 0 or 1: npx basewright run ${name} has raw streams and the exit status`,
    options: {
      name,
      images: [first, ...others].map((platform) => ({
        platform,
        directory: paths.output(`publish--${platformOf(platform).name}`),
        target: target(platform),
      })),
      lockFile,
      strict,
      debian,
    },
    reads: [target(first)],
  };
}
