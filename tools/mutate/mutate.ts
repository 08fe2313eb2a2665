import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { didYouMean } from '@basewright/core';

/**
 * `npm run mutate -- FOLDER…`: changes the pure code of a folder, one operator at a time, and lists the changes that none of its
 * unit tests noticed. Without a folder all that pure.json names, one after the other.
 */
const folders = Object.keys(JSON.parse(readFileSync(join(__dirname, 'pure.json'), 'utf8')) as object);
const asked = process.argv.slice(2).map((name) => `${name.replace(/\/(src\/?)?$/, '')}/src`);
const unknown = asked.filter((name) => !folders.includes(name));

if (unknown.length > 0) {
  for (const name of unknown) process.stderr.write(`pure.json has no ${name}${didYouMean(name, folders)}\n`);
  process.exitCode = 1;
} else {
  for (const folder of asked.length === 0 ? folders : asked) {
    process.stdout.write(`== ${folder}\n`);
    const { status } = spawnSync('npx', ['stryker', 'run', join(__dirname, 'stryker.config.mjs')], {
      stdio: 'inherit',
      env: { ...process.env, MUTATED_FOLDER: folder },
    });
    if (status !== 0) process.exitCode = 1;
  }
}
