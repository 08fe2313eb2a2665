import { invariant } from '@basewright/core';
import { outputOf, type Stage } from '@basewright/pipeline';
import { type TargetConfiguration } from '@nx/devkit';

/**
 * The target `publish` of a layout, for the target `layout` that leaves it: it tells what lies there and pushes it where a
 * registry is named. A push is for something outside the workspace, so it is never cached, and what it is made of is
 * another target. Nx runs commands in its own process, where an executor would be a process of its own each time.
 * What the command line says is for the layout, too, which checks it: only a registry that passed gets to the command.
 */
export function publishTarget(layout: string, stage: Stage): TargetConfiguration {
  return {
    executor: 'nx:run-commands',
    cache: false,
    dependsOn: [{ target: layout, params: 'forward' }],
    // It is in the cache of nobody, but `nx affected` selects by inputs.
    inputs: [{ dependentTasksOutputFiles: '**/stage.json', transitive: false }, { externalDependencies: [] }],
    options: {
      command: `basewright publish ${quoted(invariant(outputOf(stage), 'where publish writes'))} {args.registry}`,
      forwardAllArgs: false,
    },
    metadata: {
      description: `${stage.description}, tell what it is, and push it where --registry or something else names one`,
      technologies: ['basewright'],
    },
  };
}

/** A path as a word for a shell. */
function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
