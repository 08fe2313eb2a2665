import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { humanBytes, openStore } from '@basewright/core';

import { compareDigests } from './digests/compare-digests';
import { digestProblems, digestSummary } from './digests/digest-lines';
import { imageDirectories, readImageStates } from './digests/read-images';
import { clock } from './matrix/progress-lines';
import { runTasks } from './matrix/run-tasks';
import { readSizes } from './sizes/read-sizes';
import { formatSizes, sizeProblems } from './sizes/size-table';

const USAGE = `npm run matrix -- [--fresh] [--parallel=N] [--no-test]

Publishes every image of this workspace for all its platforms, then tests them, compares all digests with
images/*/digests.json, prints time, disk and sizes, and runs the long forms of the tests: packages/*/test/matrix,
e2e/matrix.
  --fresh       from nothing: in an empty store of its own, without Nx's cache; fails when it takes 25 minutes or 6 GB
  --parallel=N  tasks at once (default 3)
  --no-test     publish only
`;

/** What publishing everything from nothing may take on two processors. */
const LIMITS = { seconds: 25 * 60, bytes: 6e9 } as const;

interface Taken {
  readonly seconds: number;
  readonly bytes: number;
}

async function publish(workspace: string, parallel: number, fresh: string | undefined): Promise<Taken> {
  const store = fresh ?? dirname(openStore().root);
  process.stdout.write(`store: ${store}${fresh === undefined ? '' : ' (empty, removed at the end)'}\n`);
  const seconds = await runTasks({ workspace, parallel, ...own(fresh), targets: ['publish'] });
  return { seconds, bytes: diskUsage([store, join(workspace, 'dist/images')]) };
}

/** The store of a run from nothing; otherwise the user's. */
function own(fresh: string | undefined): { store?: string } {
  return fresh === undefined ? {} : { store: fresh };
}

/** What files take on the disk, in bytes; a file with several names counts once. */
function diskUsage(paths: readonly string[]): number {
  const { stdout } = spawnSync('du', ['--summarize', '--total', '--block-size=1', ...paths], { encoding: 'utf8' });
  return Number(/^(\d+)\ttotal$/m.exec(stdout)?.[1] ?? Number.NaN);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      fresh: { type: 'boolean', default: false },
      parallel: { type: 'string', default: '3' },
      'no-test': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const workspace = process.cwd();
  const parallel = Number(values.parallel);
  const fresh = values.fresh ? emptyStore() : undefined;
  try {
    const taken = await publish(workspace, parallel, fresh);
    const tested = values['no-test'] ? 0 : await runTasks({ workspace, parallel, ...own(fresh), targets: ['test'] });
    await report(workspace, taken, tested, values.fresh);
    if (!values['no-test']) runLongTests();
  } finally {
    if (fresh !== undefined) rmSync(fresh, { recursive: true, force: true });
  }
}

/** The same as in `npm test`, on more versions and machines, and from nothing. */
function runLongTests(): void {
  const { status } = spawnSync('npx', ['jest', '--selectProjects', 'matrix', '--runInBand'], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}

function emptyStore(): string {
  const beside = dirname(dirname(openStore().root));
  mkdirSync(beside, { recursive: true });
  return mkdtempSync(join(beside, 'basewright-matrix-'));
}

async function report(workspace: string, { seconds, bytes }: Taken, tested: number, limited: boolean): Promise<void> {
  const rows = await readSizes(workspace);
  const comparisons = compareDigests(await readImageStates(workspace, await imageDirectories(workspace)));
  const problems = [
    ...sizeProblems(rows),
    ...digestProblems(comparisons),
    ...(limited && seconds > LIMITS.seconds ? [`it took more than ${clock(LIMITS.seconds)} minutes`] : []),
    ...(limited && bytes > LIMITS.bytes ? [`it took more than ${humanBytes(LIMITS.bytes)} of disk`] : []),
  ];
  const lines = [
    '',
    formatSizes(rows),
    `published  ${rows.length} images in ${clock(seconds)} on ${availableParallelism()} processors`,
    `disk       ${humanBytes(bytes)}: the store and dist/images`,
    `digests    ${digestSummary(comparisons)}`,
    ...(tested > 0 ? [`tested     in ${clock(tested)}`] : []),
    ...problems.map((problem) => `error: ${problem}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  if (problems.length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
