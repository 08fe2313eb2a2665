import { copyFile, cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { type Emulator, runInSandbox } from '@basewright/hermetic';

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
  /** What runs the image's programs, where they are for another machine. */
  readonly emulator?: Emulator | undefined;
}

const SUITE_TIMEOUT_MS = 20 * 60_000;

/** Runs BusyBox's own test suite inside an image and returns what it printed. */
export async function runUpstreamSuite(run: UpstreamRun): Promise<string> {
  const { tree, sources, busybox, config, scratch, emulator } = run;
  await mkdir(scratch, { recursive: true });
  await copyFile(busybox, join(scratch, 'busybox'));
  await copyFile(config, join(scratch, '.config'));
  await cp(join(sources, 'testsuite'), join(scratch, 'testsuite'), { recursive: true });
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
    },
    okExitCodes: Array.from({ length: 255 }, (_none, index) => index + 1),
    timeoutMs: SUITE_TIMEOUT_MS,
    purpose: "run BusyBox's own test suite",
  });
  return stdout;
}
