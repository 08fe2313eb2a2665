import { LARGE } from './images/archives';
import { MANY_LAYERS } from './images/documents';
import { mistakesOf } from './images/mistakes-of';
import { MANY } from './images/trees';

/** Cases that want a process of their own, whose memory is looked at. */
export const HEAVY = [...MANY, ...LARGE, ...MANY_LAYERS];

/** What a process of one case prints. */
export interface CaseReport {
  readonly mistakes: readonly string[];
  /** Most memory that it had at once, in bytes. */
  readonly memory: number;
}

async function main(name: string): Promise<void> {
  const one = HEAVY.find((other) => other.name === name);
  if (one === undefined) throw new Error(`there is no case ${name}`);
  const report: CaseReport = { mistakes: await mistakesOf(one), memory: process.resourceUsage().maxRSS * 1024 };
  // After what the steps say.
  process.stdout.write(`\n${JSON.stringify(report)}\n`);
}

// As a program: node tools/run-ts.cjs tools/corpus/run-case.ts NAME
if (process.argv[1]?.endsWith('run-case.ts') === true) void main(process.argv[2] ?? '');
