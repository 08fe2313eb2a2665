import { invariant } from './errors';

let isOutputTaken = false;
let isKept = false;

/** Whether a line of progress stands on the terminal that the next line is to replace. */
let isLineOpen = false;

const CLEAR_LINE = '\r\x1b[K';

const output = (): NodeJS.WriteStream => (isOutputTaken ? process.stderr : process.stdout);

const say = (line: string): void => {
  output().write(`${isLineOpen ? CLEAR_LINE : ''}${line}\n`);
  isLineOpen = false;
};

const doing = (line: string): void => {
  say(isKept ? `${new Date().toISOString().replace(/T(.*)\..*/, ' $1Z')} ${line}` : line);
};

/** Lines for whoever watches, by their weight; never part of an output. Errors are thrown, and told by describeFailure. */
export const log = {
  /** What helps to find a fault: said with --verbose only (which Nx sets this variable for). */
  debug: (line: string): void => {
    if (process.env['NX_VERBOSE_LOGGING'] === 'true') doing(line);
  },
  /**
   * What is being done right now. In an executor the time stands before it (UTC): Nx keeps what a task says, and shows it
   * again when it takes the task from its cache, maybe on another day.
   */
  doing,
  /** What came of something. */
  info: say,
  /** What may be wrong, and is no failure. */
  warn: (line: string): void => {
    say(`warning: ${line}`);
  },
};

/** Milliseconds between two states of something that goes on: on a terminal, where one line is written again, and elsewhere. */
const REWRITTEN_MS = 200;
const SAID_MS = 10_000;

/**
 * Says how far something is that takes long, as often as it is called and it makes sense: on a terminal on one line, which the
 * next thing that is said replaces; elsewhere with a line now and then, the first after 10 s.
 */
export function sayProgress(): (line: string) => void {
  let said = Date.now();
  return (line) => {
    const { isTTY, columns } = output();
    if (Date.now() - said < (isTTY ? REWRITTEN_MS : SAID_MS)) return;
    said = Date.now();
    if (!isTTY) {
      doing(line);
      return;
    }
    output().write(`${CLEAR_LINE}${line.slice(0, columns - 1)}`);
    isLineOpen = true;
  };
}

/** From now on what is said is kept, and may be shown again later. */
export function outputIsKept(): void {
  isKept = true;
}

/** From now on what is said goes to standard error: standard output belongs to a command that is run for the user. */
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
