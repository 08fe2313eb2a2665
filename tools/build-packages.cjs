const { spawnSync } = require('node:child_process');
const { dirname } = require('node:path');

/** Tests that run nx have the family compiled, as a registry would give it: jest runs this before the first of them. */
module.exports = function buildPackages() {
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: dirname(__dirname), stdio: 'inherit' });
  if (status !== 0) throw new Error('the packages do not compile: see above');
};
