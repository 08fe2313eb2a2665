const keyedEachTimeWhen = require('@basewright/core/hasher');

/**
 * How Nx keys a publish: one that pushes is for something outside its output directory. Says for the command line, the
 * target's options and the environment what `push: "always"` says for image.json (see docs/decisions/0005-push.md).
 */
module.exports = keyedEachTimeWhen(({ registry }, env) => (registry ?? env.BASEWRIGHT_REGISTRY ?? '') !== '');
