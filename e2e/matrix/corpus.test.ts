import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { type CaseReport, HEAVY } from '../../tools/corpus/run-case';

const TOOLS = join(__dirname, '../../tools');

/** Bytes that a process may have for any one input, what Node and the compiler of TypeScript have among them. */
const MOST_MEMORY = 500e6;

it.each(HEAVY)('takes $name in a process of 500 MB', ({ name }) => {
  const args = [join(TOOLS, 'run-ts.cjs'), join(TOOLS, 'corpus/run-case.ts'), name];
  const output = execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const { mistakes, memory } = JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as CaseReport;
  expect(mistakes).toEqual([]);
  expect(memory).toBeLessThan(MOST_MEMORY);
});
