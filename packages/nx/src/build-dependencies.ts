import { posix } from 'node:path';

import { type AnyImageSpec, buildTargetOf, type Rule } from '@basewright/image';
import { type ProjectConfiguration } from '@nx/devkit';

import { PLUGIN } from './plugin-name';
import { STAGES } from './refused/refused-image';

/** Nx before 22.1 keys what other targets leave without its names: a renamed file would not be seen. */
const OLDEST = [22, 1] as const;

/** What `builds` of an image.json (`file` is relative to the workspace) has to be in a workspace with a version of Nx. */
export function buildRules(file: string, nxVersion: string): Rule<AnyImageSpec>[] {
  return [
    ({ builds }) => {
      const [major = 0, minor = 0] = nxVersion.split('.').map(Number);
      const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
      if (!isOld || Object.keys(builds).length === 0) return [];
      return [
        { at: ['builds'], text: `needs Nx ${OLDEST.join('.')} or newer, this is ${nxVersion} (npx nx migrate latest)` },
      ];
    },
    ({ builds, platforms, name = posix.basename(posix.dirname(file)) }) =>
      Object.entries(builds).flatMap(([build, written]) => {
        const targets = platforms.map((id) => buildTargetOf(written, id));
        const own = targets.find(({ project, target }) => project === name && isStage(target));
        return own === undefined
          ? []
          : [{ at: ['builds', build], text: `${own.target} is a stage of this image: that is a circle` }];
      }),
  ];
}

/** Every stage, and every aggregate over platforms, has a name that begins with one of these. */
function isStage(target: string): boolean {
  return STAGES.some((stage) => target === stage || target.startsWith(`${stage}--`));
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
