import { type BasewrightError, PLATFORMS } from '@basewright/core';
import { type ProjectConfiguration } from '@nx/devkit';

/** What is wrong with an image.json, as the options of the targets of its project. */
export interface Refusal {
  readonly code: BasewrightError['code'];
  readonly message: string;
  readonly hint?: string;
}

/** Every stage that an image of either kind has; those of `ONCE` have a target for all platforms only. */
const ONCE = ['fetch-and-verify', 'report', 'run'] as const;
const PER_PLATFORM = [
  ...['base', 'compile', 'configure', 'layer-assemble', 'layout', 'libc', 'library-resolve', 'publish'],
  ...['rootfs-assemble', 'sbom', 'test', 'toolchain', 'vex'],
] as const;

/** The names of all stages, of which targets of single platforms begin. */
export const STAGES: readonly string[] = [...ONCE, ...PER_PLATFORM];

/**
 * The project of an image.json with mistakes: every target that it could have fails with what is wrong. An error while
 * projects are inferred would stop every command for every project of the workspace.
 */
export function refusedImage(
  name: string,
  { code, message, hint }: BasewrightError,
): Omit<ProjectConfiguration, 'root'> {
  const options: Refusal = { code, message, ...(hint === undefined ? {} : { hint }) };
  const names = [
    ...ONCE,
    ...PER_PLATFORM.flatMap((stage) => [stage, ...PLATFORMS.map((platform) => `${stage}--${platform.name}`)]),
  ];
  const target = { executor: '@basewright/nx:refuse', cache: false, options: { ...options } };
  return {
    name,
    projectType: 'application',
    targets: Object.fromEntries(names.map((one) => [one, target])),
    metadata: { description: message.split('\n')[0] ?? message, technologies: ['basewright'] },
  };
}
