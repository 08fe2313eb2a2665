import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { shownLine, taskBegun } from './progress-lines';

/** Which targets of all projects to run, and how. */
export interface TaskRun {
  readonly workspace: string;
  readonly targets: readonly string[];
  /** Tasks at once. */
  readonly parallel: number;
  /** Where the store lies, when it is not the user's; Nx's own cache lies in it then. */
  readonly store?: string;
}

/**
 * Runs targets of every project with what they depend on, and prints a line for each task that begins. Returns how
 * long it took, in seconds. Throws when a task failed.
 */
export async function runTasks(run: TaskRun): Promise<number> {
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1000;
  const tasks = countTasks(run);
  const nx = spawn(nxProgram(run), [...runMany(run), '--output-style=stream'], {
    cwd: run.workspace,
    env: environment(run),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let begun = 0;
  createInterface(nx.stdout).on('line', (line) => {
    if (taskBegun(line) !== null) begun++;
    const shown = shownLine(line, { begun, tasks, seconds: seconds() });
    if (shown !== null) process.stdout.write(`${shown}\n`);
  });
  const [exitCode] = (await once(nx, 'close')) as [number | null];
  if (exitCode !== 0) throw new Error(`nx ended with ${String(exitCode)}`);
  return seconds();
}

function countTasks(run: TaskRun): number {
  const { stdout, stderr, status } = spawnSync(nxProgram(run), [...runMany(run), '--graph=stdout'], {
    cwd: run.workspace,
    env: environment(run),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`cannot count the tasks: ${stderr}`);
  const { tasks } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as { tasks: { tasks: Record<string, unknown> } };
  return Object.keys(tasks.tasks).length;
}

function runMany({ targets, parallel }: TaskRun): string[] {
  return ['run-many', `--targets=${targets.join(',')}`, `--parallel=${parallel}`];
}

function nxProgram({ workspace }: TaskRun): string {
  return join(workspace, 'node_modules/.bin/nx');
}

function environment({ store }: TaskRun): NodeJS.ProcessEnv {
  const own =
    store === undefined
      ? {}
      : {
          BASEWRIGHT_STORE: store,
          NX_CACHE_DIRECTORY: join(store, 'nx-cache'),
          NX_WORKSPACE_DATA_DIRECTORY: join(store, 'nx-data'),
        };
  return { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', FORCE_COLOR: '0', ...own };
}
