import { createWriteStream, type WriteStream } from 'node:fs';
import { copyFile, cp, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';

import { type Emulator, runInSandbox } from '@basewright/sandbox';

/** What BusyBox's own suite needs. All paths are absolute. */
export interface UpstreamRun {
  /** The unpacked image: the suite runs with its shell and its applets. */
  readonly tree: string;
  /** The source tree that has `testsuite/`. */
  readonly sources: string;
  readonly busybox: string;
  /** The .config of that binary: the suite skips what it switches off. */
  readonly config: string;
  /** An empty directory to work in. */
  readonly scratch: string;
  /** Where to keep all that the suite writes. */
  readonly log: string;
  /** What runs the image's programs, where they are for another machine. */
  readonly emulator?: Emulator | undefined;
}

const SUITE_TIMEOUT_MS = 20 * 60_000;

/** Runs BusyBox's own test suite inside an image and returns what it wrote to its standard output. */
export async function runUpstreamSuite(run: UpstreamRun): Promise<string> {
  const { sources, busybox, config, scratch } = run;
  await mkdir(scratch, { recursive: true });
  await copyFile(busybox, join(scratch, 'busybox'));
  await copyFile(config, join(scratch, '.config'));
  await cp(join(sources, 'testsuite'), join(scratch, 'testsuite'), { recursive: true });
  await mkdir(dirname(run.log), { recursive: true });
  const log = createWriteStream(run.log);
  try {
    return await runTest(run, localeFor(await readFile(config, 'utf8')), log);
  } finally {
    log.end();
    await finished(log);
  }
}

/**
 * The locale to run the suite in: its tests of Unicode know nothing of CONFIG_FEATURE_CHECK_UNICODE_IN_ENV, with which
 * BusyBox looks for ".utf" in the locale's name (libbb/unicode.c).
 */
export function localeFor(config: string): string {
  return /^CONFIG_FEATURE_CHECK_UNICODE_IN_ENV=y$/m.test(config) ? 'C.UTF-8' : 'C';
}

async function runTest(
  { tree, scratch, log: logPath, emulator }: UpstreamRun,
  locale: string,
  log: WriteStream,
): Promise<string> {
  const { stdout } = await runInSandbox({
    root: tree,
    ...(emulator === undefined ? {} : { emulator }),
    program: '/bin/sh',
    args: ['./runtest'],
    cwd: '/tmp/suite/testsuite',
    binds: [{ from: scratch, to: '/tmp/suite', writable: true }],
    env: {
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
      SKIP_KNOWN_BUGS: '1',
      SHELL: '/bin/sh',
      SKIP_INTERNET_TESTS: '1',
      TZ: null,
      LC_ALL: locale,
    },
    okExitCodes: Array.from({ length: 255 }, (_none, index) => index + 1),
    timeoutMs: SUITE_TIMEOUT_MS,
    purpose: "run BusyBox's own test suite",
    log,
    logPath,
  });
  return stdout;
}
