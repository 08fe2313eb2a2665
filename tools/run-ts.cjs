// Runs a TypeScript file of this workspace as it is: node tools/run-ts.cjs <file> [arguments]
const { resolve } = require('node:path');
process.env.SWC_NODE_PROJECT = resolve(__dirname, '../tsconfig.base.json');
require('@swc-node/register');
process.argv.splice(1, 1);
require(resolve(process.argv[1]));
