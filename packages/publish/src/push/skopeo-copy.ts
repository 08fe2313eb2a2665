import { PassThrough } from 'node:stream';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

import { BasewrightError, exec, progress } from '@basewright/core';

import { pushFailure } from './push-failure';
import { lastWords, uploadedBlobs } from './skopeo-log';

/** Seconds before each try but the first. */
const WAITS = [1, 2, 4] as const;

/** One `skopeo copy`. */
export interface Copy {
  /** Name of the image project, for messages. */
  readonly name: string;
  readonly repository: string;
  /** Directory that a path in `args` is relative to. */
  readonly cwd: string;
  /** What comes after `skopeo copy`. */
  readonly args: readonly string[];
  /** Told every line that skopeo writes, as it comes. */
  readonly onLine?: (line: string) => void;
}

/**
 * Copies, again when the registry or the way to it fails for a moment; gives the digests of the blobs that were sent.
 * Throws MISSING_PREREQUISITE without skopeo, else what stood in the way: DENIED, UNREACHABLE, NOT_FOUND, TOOL_FAILED.
 */
export async function skopeoCopy(copy: Copy): Promise<string[]> {
  const sent: string[] = [];
  for (let tries = 0; ; tries++) {
    const log = await run(copy);
    sent.push(...uploadedBlobs(log.text));
    if (log.ok) return sent;
    const words = lastWords(log.text);
    const { code, cause, hint, retry } = pushFailure(words, copy.repository);
    const wait = WAITS[tries];
    if (!retry || wait === undefined) {
      const after = tries === 0 ? '' : ` (${tries + 1} tries)`;
      const said = words === '' ? '' : `\n  skopeo: ${words}`;
      const sentence = `cannot push ${copy.name} to ${copy.repository}: ${cause}${after}${said}`;
      throw new BasewrightError(code, sentence, { hint });
    }
    progress(`  ${cause}; once more in ${wait} s`);
    await setTimeout(wait * 1000);
  }
}

/** A debug log tells what was sent; it is read, never shown, for it has the tokens of uploads. */
async function run({ name, cwd, args, onLine }: Copy): Promise<{ readonly ok: boolean; readonly text: string }> {
  const lines = new PassThrough();
  createInterface({ input: lines }).on('line', (line) => onLine?.(line));
  // Not the policy: it is about images of others. The environment: credentials and proxies are where the user has them.
  const result = await exec('skopeo', ['--debug', '--insecure-policy', 'copy', '--preserve-digests', ...args], {
    cwd,
    env: userEnvironment(),
    log: lines,
    purpose: `push ${name}`,
    okExitCodes: [1, 2],
  }).catch((thrown: unknown) => {
    throw withoutLog(thrown);
  });
  lines.end();
  return { ok: result.exitCode === 0, text: `${result.stdout}\n${result.stderr}` };
}

function userEnvironment(): Record<string, string> {
  const defined = Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));
  return { ...(Object.fromEntries(defined) as Record<string, string>), LC_ALL: 'C.UTF-8' };
}

function withoutLog(thrown: unknown): unknown {
  if (!(thrown instanceof BasewrightError) || thrown.code !== 'TOOL_FAILED') return thrown;
  return new BasewrightError(thrown.code, thrown.message.split('\n')[0] ?? '', { hint: 'run it again' });
}
