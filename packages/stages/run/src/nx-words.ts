import { readFileSync } from 'node:fs';

import { type NxWords } from './command-line';

/** The file that Nx is started by: node_modules/.bin/nx, nx/dist/bin/nx.js. */
const NX = /(^|\/)nx(\.js)?$/;

/**
 * The words of the Nx that runs this executor. An executor is told those after `--` and, without it, all that are not
 * Nx's; those before `--` Nx forgets, so they are read where Linux keeps them (proc(5)). `unparsed` is what Nx hands over.
 */
export function nxWords(unparsed: readonly string[], argumentsOf = argumentsOfProcess): NxWords {
  const words = wordsOfNearestNx(process.ppid, argumentsOf);
  const dashes = words.indexOf('--');
  return { before: dashes === -1 ? null : words.slice(0, dashes), after: unparsed };
}

/** What an ancestor of a process was started with. */
export interface ProcessArguments {
  readonly words: readonly string[];
  readonly parent: number;
}

/** Between Nx and an executor there can be processes of Nx's pseudo-terminal. None found: no words. */
function wordsOfNearestNx(pid: number, argumentsOf: (pid: number) => ProcessArguments | null): readonly string[] {
  for (let at: number | undefined = pid; at !== undefined && at > 1;) {
    const found = argumentsOf(at);
    // node and its options stand before it.
    const nx = found?.words.findIndex((word) => NX.test(word)) ?? -1;
    if (found !== null && nx !== -1) return found.words.slice(nx + 1);
    at = found?.parent;
  }
  return [];
}

function argumentsOfProcess(pid: number): ProcessArguments | null {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
    // The name of the program, in brackets, may hold anything.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return { words, parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) };
  } catch {
    return null;
  }
}
