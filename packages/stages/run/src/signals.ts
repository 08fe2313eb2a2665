import { readFileSync } from 'node:fs';
import { isatty } from 'node:tty';

import { type StartedProgram } from '@basewright/core';

/** What docker's client hands on, as far as Node can be told. */
const SIGNALS: readonly NodeJS.Signals[] = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGUSR1', 'SIGUSR2'];

/** What a terminal sends to all that runs in it, the command among them. */
const OF_TERMINALS: readonly NodeJS.Signals[] = ['SIGHUP', 'SIGINT', 'SIGQUIT'];

/** As many of these as docker's client takes before it goes. */
const ENOUGH = 3;

/**
 * How a command gets the signals that are sent to us.
 *
 * - `leave`: whoever sends them sends them to the command too, as Nx does to everything below it; we only outlive them.
 * - `forward`: they are sent to us alone, as a supervisor does to what it has started, and the command is handed each once.
 */
export type SignalCare = 'leave' | 'forward';

/**
 * Lets this process outlive signals until it is done: when the command has ended its tree is still to be removed. Tells
 * whether one has come, which is reason enough to start nothing more.
 */
export function outliveSignals(): { readonly received: () => NodeJS.Signals | undefined } {
  let first: NodeJS.Signals | undefined;
  for (const signal of SIGNALS) process.on(signal, () => (first ??= signal));
  return { received: () => first };
}

/** Whether all our streams are a terminal: then a command gets one of its own. */
export function hasTerminal(): boolean {
  return [0, 1, 2].every((descriptor) => isatty(descriptor));
}

/** Whether what we start is to be in a session of its own; with a terminal the command is in one anyway. */
export function needsSession(care: SignalCare): boolean {
  return care === 'forward' && !hasTerminal();
}

/**
 * Hands signals on to the command below `child`, which is `depth` generations down. A command that ignores them, as the
 * first process of a namespace does with all that it does not handle, is killed at the third SIGINT or SIGTERM.
 */
export function forwardSignals(child: StartedProgram['child'], depth: number): void {
  let asked = 0;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (signal === 'SIGINT' || signal === 'SIGTERM') asked++;
      if (asked === ENOUGH) {
        process.stderr.write(`killed: it did not end after ${ENOUGH} signals (--init makes it end at the first one)\n`);
        child.kill('SIGKILL');
      } else if (needsSession('forward') || !OF_TERMINALS.includes(signal)) {
        send(descendant(child.pid, depth), signal);
      }
    });
  }
}

/** The process that is `depth` generations below another, first children only (proc(5), `children`). */
function descendant(pid: number | undefined, depth: number): number | undefined {
  if (pid === undefined || depth === 0) return pid;
  try {
    const [first = ''] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
    return first === '' ? undefined : descendant(Number(first), depth - 1);
  } catch {
    return undefined;
  }
}

/** It may have ended meanwhile. */
function send(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(pid, signal);
  } catch {
    // Nothing is left to be told.
  }
}
