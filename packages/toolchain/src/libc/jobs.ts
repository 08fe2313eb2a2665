import { availableParallelism } from 'node:os';

/** How many compilers one libc may run: the processors divided by the tasks Nx runs at once, at least one. */
export function jobs(environment: NodeJS.ProcessEnv = process.env, processors = availableParallelism()): number {
  const tasks = Number(environment['NX_PARALLEL'] ?? 1);
  return Math.max(1, Math.floor(processors / (Number.isInteger(tasks) && tasks > 0 ? tasks : 1)));
}
