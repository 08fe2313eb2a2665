// Plain JavaScript without imports of ours: Nx loads it into its own process, where a transpiler costs 0.2 s.
const { randomUUID } = require('node:crypto');

/**
 * How Nx keys a publish. One that pushes is for something outside its output directory: it has a key of its own each
 * time and nothing of it is kept, since a result from the cache would claim what did not happen. Any other is keyed as
 * usual. Says for the command line, the target's options and the environment what `push: "always"` says for image.json
 * (see docs/decisions/0005-push.md).
 * @type {import('@nx/devkit').CustomHasher}
 */
module.exports = async function hashPublish(task, { hasher, taskGraph, projectGraph, env = process.env }) {
  const hash = await hasher.hashTask(task, taskGraph, env);
  const { project, target } = task.target;
  const { options = {} } = projectGraph.nodes[project].data.targets[target];
  const { registry = env.BASEWRIGHT_REGISTRY ?? '' } = { ...options, ...task.overrides };
  if (registry === '') return hash;
  task.cache = false;
  return { ...hash, value: `${hash.value}-${randomUUID()}` };
};
