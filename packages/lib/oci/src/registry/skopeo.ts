import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { setTimeout } from 'node:timers/promises';

import { BasewrightError, exec, log } from '@basewright/core';

import { PREPOSITION, registryFailure, type Way } from './registry-failure';
import { lastWords } from './skopeo-words';

/** Seconds before each try but the first. */
const WAITS = [1, 2, 4] as const;

/** One call of skopeo. */
export interface SkopeoCall {
  readonly way: Way;
  /** What goes that way, for messages: `busybox-glibc`. */
  readonly what: string;
  readonly repository: string;
  /** Directory that a path in `args` is relative to. */
  readonly cwd: string;
  readonly args: readonly string[];
  /** How long one try may take. Default: as long as it takes, for images have any size. */
  readonly timeoutSeconds?: number;
  /** Bytes of the largest file that it may write. Default: any. */
  readonly largestFile?: number;
  /** Told every line that skopeo writes, as it comes. */
  readonly onLine?: (line: string) => void;
  /** Told all that skopeo wrote, after each try. The log holds tokens of uploads: not to be shown. */
  readonly onLog?: (log: string) => void;
}

/**
 * Runs skopeo, again when the registry or the way to it fails for a moment, and gives its standard output. Throws
 * MISSING_PREREQUISITE without skopeo, else what stood in the way: DENIED, UNREACHABLE, NOT_FOUND, TOOL_FAILED.
 */
export async function skopeo(call: SkopeoCall): Promise<string> {
  const { way, what, repository } = call;
  for (let tries = 0; ; tries++) {
    const result = await run(call);
    call.onLog?.(`${result.stdout}\n${result.stderr}`);
    if (result.exitCode === 0) return result.stdout;
    const words = lastWords(result.stderr);
    const { code, cause, hint, retry } = registryFailure(words, repository, way);
    const wait = WAITS[tries];
    if (!retry || wait === undefined) {
      const after = tries === 0 ? '' : ` (${tries + 1} tries)`;
      const said = words === '' ? '' : `\n  skopeo: ${words}`;
      const sentence = `cannot ${way} ${what} ${PREPOSITION[way]} ${repository}: ${cause}${after}${said}`;
      throw new BasewrightError(code, sentence, { hint });
    }
    log.doing(`  ${cause}; once more in ${wait} s`);
    await setTimeout(wait * 1000);
  }
}

/** A debug log tells what was sent, and why not; it is read, never shown, for it has the tokens of uploads. */
async function run({ way, what, cwd, args, timeoutSeconds, largestFile, onLine }: SkopeoCall): ReturnType<typeof exec> {
  const lines = new PassThrough();
  createInterface({ input: lines }).on('line', (line) => onLine?.(line));
  // Not the policy: it is about images of others. The environment: credentials and proxies are where the user has them.
  const limit = timeoutSeconds === undefined ? [] : ['--command-timeout', `${timeoutSeconds}s`];
  const result = await exec('skopeo', ['--debug', '--insecure-policy', ...limit, ...args], {
    // It writes what a registry sends to the end, and looks at its size and digest then.
    limits: largestFile === undefined ? undefined : { fileBytes: largestFile },
    cwd,
    env: userEnvironment(),
    log: lines,
    purpose: `${way} ${what}`,
    okExitCodes: [1, 2],
  }).catch((thrown: unknown) => {
    throw withoutLog(thrown);
  });
  lines.end();
  return result;
}

function userEnvironment(): Record<string, string> {
  const defined = Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));
  return { ...(Object.fromEntries(defined) as Record<string, string>), LC_ALL: 'C.UTF-8' };
}

function withoutLog(thrown: unknown): unknown {
  if (!(thrown instanceof BasewrightError)) return thrown;
  // The lines below the sentence are of the log, whatever went wrong: a full disk, too.
  return new BasewrightError(thrown.code, thrown.message.split('\n')[0] ?? '', { hint: thrown.hint ?? 'run it again' });
}
