// Runs publint and attw over packages: `node e2e/lint-packages.mjs <unpacked directory> <tarball> …`. Prints what they
// complain of as JSON, by directory. Not part of a test file: jest cannot load attw.
import { readFileSync } from 'node:fs';

import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';

const complaints = {};
const paths = process.argv.slice(2);
while (paths.length > 0) {
  const [pkgDir, tarball] = paths.splice(0, 2);
  const { messages } = await publint({ pkgDir, level: 'suggestion', strict: true, pack: false });
  const types = await checkPackage(createPackageFromTarballData(readFileSync(tarball)));
  complaints[pkgDir] = [...messages, ...(types.types ? types.problems : ['no types'])];
}
process.stdout.write(JSON.stringify(complaints));
