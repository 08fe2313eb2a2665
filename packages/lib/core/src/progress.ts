import { invariant } from './errors';

let isOutputTaken = false;
let isKept = false;

/** Says one line of what came of something to whoever watches; never part of an output. */
export function progress(line: string): void {
  (isOutputTaken ? process.stderr : process.stdout).write(`${line}\n`);
}

/**
 * Says one line of what is being done right now. In an executor the time stands before it (UTC): Nx keeps what a task
 * says, and shows it again when it takes the task from its cache, maybe on another day.
 */
export function activity(line: string): void {
  progress(isKept ? `${new Date().toISOString().replace(/T(.*)\..*/, ' $1Z')} ${line}` : line);
}

/** From now on what is said is kept, and may be shown again later. */
export function outputIsKept(): void {
  isKept = true;
}

/** From now on progress goes to standard error: standard output belongs to a command that is run for the user. */
export function leaveOutputAlone(): void {
  isOutputTaken = true;
}

/** A number of bytes for people: `2.7 MB`. */
export function humanBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  // 999,950 is rounded to 1.0 MB, not to 1000.0 kB.
  const fits = (power: number): boolean => bytes < (power === 0 ? 1000 : 999.95 * 1000 ** power);
  const power = units.findIndex((_unit, index) => fits(index) || index === units.length - 1);
  return `${power === 0 ? String(bytes) : (bytes / 1000 ** power).toFixed(1)} ${invariant(units[power], 'a unit')}`;
}
