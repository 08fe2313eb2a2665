import {
  describeMistake,
  didYouMean,
  type ExecutorContext,
  type Problem,
  refusalOf,
  workspacePath,
} from '@basewright/core';
import { type BuildTarget } from '@basewright/image';
import { type ExecutorContext as NxContext } from '@nx/devkit';

/** What Nx tells an executor of the tasks of its run, and of the workspace. */
type RunContext = ExecutorContext & Partial<Pick<NxContext, 'taskGraph' | 'projectGraph'>>;

/** Nx reads a path with one of these as a pattern. */
const PATTERN = /[*?[\]{}!]/;

/**
 * What the targets that an image.json names in `builds` declare as their outputs, by the name of each there: paths of the
 * workspace. They have run: Nx says so in its graph of tasks. Throws BAD_INPUT with every mistake.
 */
export function buildOutputs(
  file: string,
  builds: Readonly<Record<string, BuildTarget>>,
  context: RunContext,
): Record<string, readonly string[]> {
  const mistakes: Problem[] = [];
  const outputs = Object.entries(builds).map(([name, build]) => {
    const found = outputsOf(build, context);
    if (typeof found === 'string') mistakes.push({ at: ['builds', name], text: found });
    return [name, found];
  });
  if (mistakes.length === 0) return Object.fromEntries(outputs) as Record<string, readonly string[]>;
  throw refusalOf(`cannot use ${file}`, mistakes.map(describeMistake));
}

/** The outputs of a target; what is wrong with it, as the end of a sentence, where there are none. */
function outputsOf({ project, target }: BuildTarget, context: RunContext): readonly string[] | string {
  const { nodes = {} } = context.projectGraph ?? {};
  const targets = nodes[project]?.data.targets;
  if (targets === undefined) return `there is no project "${project}"${didYouMean(project, Object.keys(nodes))}`;
  const name = `${project}:${target}`;
  const configured = targets[target];
  if (configured === undefined)
    return `project ${project} has no target "${target}"${didYouMean(target, Object.keys(targets))}`;
  if (configured.continuous === true) return `${name} does not end (it is continuous): name a target that builds`;
  const { tasks = {}, dependencies = {} } = context.taskGraph ?? {};
  const own = Object.values(tasks).find(
    (one) => one.target.project === context.projectName && one.target.target === context.targetName,
  );
  const before = (dependencies[own?.id ?? ''] ?? []).flatMap((id) => tasks[id] ?? []);
  const task = before.find((one) => one.target.project === project && one.target.target === target);
  if (task === undefined) return `${name} is not part of this run: leave out --exclude-task-dependencies`;
  if (task.outputs.length === 0)
    return `${name} declares no outputs: add "outputs" to it, as in ["{workspaceRoot}/dist/${project}"]`;
  const odd = task.outputs.find((output) => PATTERN.test(output));
  if (odd !== undefined)
    return `${name} declares a pattern as its outputs, ${odd}: name the directory, as in ["{workspaceRoot}/dist/${project}"]`;
  const outside = task.outputs.find((output) => !workspacePath.safeParse(output).success);
  if (outside !== undefined) return `${name} declares outputs outside the workspace: ${outside}`;
  return task.outputs;
}
