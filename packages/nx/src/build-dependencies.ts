import { BasewrightError } from '@basewright/core';
import { type Image } from '@basewright/pipeline';
import { type ProjectConfiguration } from '@nx/devkit';

import { PLUGIN } from './plugin-name';

/** Nx before 22.1 keys what other targets leave without its names: a renamed file would not be seen. */
const OLDEST = [22, 1] as const;

/**
 * Throws BAD_INPUT where an image takes what its own stages leave, MISSING_PREREQUISITE where Nx would not see what a build
 * leaves change.
 */
export function checkBuilds(file: string, { name, spec: { builds }, stages }: Image, nxVersion: string): void {
  if (Object.keys(builds).length === 0) return;
  const [major = 0, minor = 0] = nxVersion.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))
    throw new BasewrightError(
      'MISSING_PREREQUISITE',
      `cannot use ${file}: builds needs Nx ${OLDEST.join('.')} or newer, this is ${nxVersion}`,
      { hint: 'npx nx migrate latest' },
    );
  const own = Object.values(stages).flatMap((stage) => Object.entries(stage.builds ?? {}));
  const circles = own.flatMap(([build, { project, target }]) =>
    project === name && stages[target] !== undefined
      ? [`builds.${build}: ${target} is a stage of this image: that is a circle`]
      : [],
  );
  if (circles.length === 0) return;
  const lines = [...new Set(circles)];
  const count = lines.length === 1 ? '1 mistake' : `${lines.length} mistakes`;
  throw new BasewrightError(
    'BAD_INPUT',
    `cannot use ${file}: ${count}\n${lines.map((line) => `  ${line}`).join('\n')}`,
  );
}

/** An image project and one that a target is built of which it takes files from. */
export interface BuildDependency {
  readonly source: string;
  readonly target: string;
}

/**
 * Which projects images take files from, so that `nx affected` gets from a source file to the image. They are no
 * `implicitDependencies`: one that does not exist would stop every command.
 */
export function buildDependencies(projects: Readonly<Record<string, ProjectConfiguration>>): BuildDependency[] {
  const pairs = Object.entries(projects).flatMap(([source, { targets = {} }]) => {
    const own = Object.values(targets).filter(({ executor }) => executor?.startsWith(`${PLUGIN}:`));
    const named = own.flatMap(({ dependsOn = [] }) =>
      dependsOn.flatMap((one) => (typeof one === 'string' && one.includes(':') ? [one.split(':')[0] ?? ''] : [])),
    );
    return [...new Set(named)].map((target) => ({ source, target }));
  });
  return pairs.filter(({ source, target }) => source !== target && projects[target] !== undefined);
}
