// Starts the program: as it was compiled, or in the repository that develops it from its source, as Nx runs executors.
const { existsSync } = require('node:fs');
const { join, resolve } = require('node:path');

const source = join(__dirname, '../src/cli/main.ts');
const isSource = existsSync(source);
if (isSource) {
  process.env.SWC_NODE_PROJECT = resolve(__dirname, '../../../tsconfig.base.json');
  require('@swc-node/register');
}
const { main } = require(isSource ? source : '../dist/cli/main');

main(process.argv.slice(2)).then((status) => process.exit(status));
