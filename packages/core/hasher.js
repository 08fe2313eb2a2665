// Plain JavaScript without imports of ours: Nx loads it into its own process, where a transpiler costs 0.2 s.
const { randomUUID } = require('node:crypto');

/**
 * A hasher for targets that sometimes do something else than fill their output directory: push, answer a question. When
 * `asked` says so, the task has a key of its own each time and nothing of it is kept, since a result from the cache would
 * claim what did not happen, and put back an output directory that the task did not write. Any other run is keyed as usual.
 * @param {(options: Record<string, unknown>, env: NodeJS.ProcessEnv) => boolean} asked is given the target's options,
 *   overridden by the command line's
 * @returns {import('@nx/devkit').CustomHasher}
 */
module.exports = function keyedEachTimeWhen(asked) {
  return async (task, { hasher, taskGraph, projectGraph, env = process.env }) => {
    const hash = await hasher.hashTask(task, taskGraph, env);
    const { project, target } = task.target;
    const { options = {} } = projectGraph.nodes[project].data.targets[target];
    if (!asked({ ...options, ...task.overrides }, env)) return hash;
    task.cache = false;
    return { ...hash, value: `${hash.value}-${randomUUID()}` };
  };
};
