import { BasewrightError, didYouMean } from '@basewright/core';
import { type ImageSettings } from '@basewright/image';
import { readImage } from '@basewright/pipeline';
import { type RunOptions } from '@basewright/run';
import { type ProjectGraph, type TargetConfiguration } from '@nx/devkit';

/** A project whose image can be run. */
export interface RunnableImage {
  readonly project: string;
  readonly options: RunOptions;
  /** The options of its target as they are configured. */
  readonly configured: Readonly<Record<string, unknown>>;
  /** Targets that its target names as what it depends on. */
  readonly dependsOn: readonly { readonly project: string; readonly target: string }[];
}

/** Of a target that the plugin infers, and of one in a project.json. */
const EXECUTORS = ['@basewright/nx:run', '@basewright/run:run'];

/**
 * The image of a project, by the project's name. Throws NOT_FOUND where no such project has one, with the nearest name
 * that has, and what readImage throws.
 */
export function findImage(workspace: string, { nodes }: Pick<ProjectGraph, 'nodes'>, wanted: string): RunnableImage {
  const runnable = Object.entries(nodes).flatMap(([name, { data }]) => {
    const found = Object.entries(data.targets ?? {}).find(([, { executor = '' }]) => EXECUTORS.includes(executor));
    return found === undefined ? [] : [{ name, target: found[1], targetName: found[0] }];
  });
  const found = runnable.find(({ name }) => name === wanted);
  if (found === undefined) {
    const names = runnable.map(({ name }) => name);
    throw new BasewrightError(
      'NOT_FOUND',
      `cannot run ${wanted}: there is no image project of that name${didYouMean(wanted, names)}`,
      {
        hint: names.length === 0 ? 'no project of this workspace has an image' : `there are ${names.sort().join(', ')}`,
      },
    );
  }
  const configured = (found.target.options ?? {}) as Record<string, unknown>;
  return {
    project: wanted,
    options: runOptions(workspace, configured, found.targetName),
    configured,
    dependsOn: namedTargets(wanted, found.target),
  };
}

function runOptions(workspace: string, configured: Readonly<Record<string, unknown>>, target: string): RunOptions {
  const { image, settings, ...own } = configured;
  if (typeof image !== 'string') return own as unknown as RunOptions;
  const { stages } = readImage(workspace, image, settings as ImageSettings | undefined);
  return { ...stages[target]?.options, ...own } as unknown as RunOptions;
}

/** Those of `dependsOn` that name their projects; what stands for "of whatever it depends on" does not. */
function namedTargets(project: string, { dependsOn = [] }: TargetConfiguration): RunnableImage['dependsOn'] {
  return dependsOn.flatMap((one) => {
    if (typeof one === 'string') return one.startsWith('^') ? [] : [{ project, target: one }];
    if (one.dependencies === true) return [];
    const projects = one.projects === undefined ? [project] : [one.projects].flat();
    return projects.map((other) => ({ project: other, target: one.target }));
  });
}
