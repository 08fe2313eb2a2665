import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const RUN_TS = resolve(__dirname, '../../../tools/run-ts.cjs');

/** The command that runs a TypeScript file of this repository from its sources, in a process of its own. */
export function runCommand(file: string, ...args: readonly string[]): [program: string, ...args: string[]] {
  return [process.execPath, RUN_TS, file, ...args];
}

/** Starts a command with the environment as the test has it: jest's is a copy that children do not inherit. */
export function start([program = '', ...args]: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(program, args, { stdio: 'pipe', env: { ...process.env, ...env } });
}

/** What a process wrote, and how it ended. */
export interface Ended {
  /** Its exit code, or the signal. */
  readonly status: number | string | null;
  readonly stderr: string;
  /** Both streams. */
  readonly output: string;
}

/** Waits for the end of a process. */
export async function ended(child: ChildProcess): Promise<Ended> {
  let [stderr, output] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    output += chunk.toString();
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { status: signal ?? code, stderr, output };
}

/** Waits until something holds, asking every few milliseconds. Throws after half a minute. */
export async function until(what: string, condition: () => Promise<boolean> | boolean): Promise<void> {
  for (const started = Date.now(); Date.now() - started < 30_000;) {
    if (await condition()) return;
    await setTimeout(2);
  }
  throw new Error(`it did not come to this: ${what}`);
}

/** A process of this machine: its id, and the name of its program. */
export interface Process {
  readonly pid: number;
  readonly command: string;
}

/** The processes that a process has started and that still run. */
export async function childrenOf(pid: number): Promise<Process[]> {
  const pids = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')).split(' ').filter(Boolean);
  return Promise.all(
    pids.map(async (child) => ({
      pid: Number(child),
      command: (await readFile(`/proc/${child}/comm`, 'utf8').catch(() => '')).trim(),
    })),
  );
}

/** Those, and the ones they have started, and so on. */
export async function descendantsOf(pid: number): Promise<Process[]> {
  const children = await childrenOf(pid);
  return [...children, ...(await Promise.all(children.map((child) => descendantsOf(child.pid)))).flat()];
}
