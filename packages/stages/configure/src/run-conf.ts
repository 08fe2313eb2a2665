import { mkdir, readFile, writeFile } from 'node:fs/promises';

import { assertRoom, plainPath } from '@basewright/core';
import { runInSandbox } from '@basewright/sandbox';

/** What conf needs besides a .config to start from. */
export interface ConfRun {
  /** Absolute path of the root to run in. */
  readonly root: string;
  /** As {@link kconfigTool} made it. */
  readonly tool: string;
  /** An empty directory to work in. */
  readonly directory: string;
  readonly version: string;
  readonly sourceDate: number;
}

/** What conf writes. */
export interface ConfResult {
  /** The text of .config, without its comment on when it was made. */
  readonly config: string;
  /** The text of include/autoconf.h. */
  readonly header: string;
}

/**
 * Completes a .config: symbols it does not name get their default, and what its own dependencies rule out is dropped,
 * as `make oldconfig` does when every question is answered with Return.
 */
export async function completeConfig(run: ConfRun, start: string): Promise<ConfResult> {
  await mkdir(run.directory, { recursive: true });
  await writeFile(await plainPath(run.directory, 'seed'), start);
  return conf(run, ['-D', 'seed']);
}

/** The .config in which everything is off that can be: `make allnoconfig`. */
export async function allNoConfig(run: ConfRun): Promise<ConfResult> {
  return conf(run, ['-n']);
}

async function conf(run: ConfRun, mode: readonly string[]): Promise<ConfResult> {
  await mkdir(await plainPath(run.directory, 'include'), { recursive: true });
  await runInSandbox({
    root: run.root,
    program: '/src/scripts/kconfig/conf',
    args: [...mode, 'Config.in'],
    cwd: '/build',
    binds: [
      { from: run.tool, to: '/src' },
      { from: run.directory, to: '/build', writable: true },
    ],
    env: { srctree: '/src', KERNELVERSION: run.version, SOURCE_DATE_EPOCH: String(run.sourceDate) },
    purpose: 'settle the .config',
  });
  // conf does not look whether its writes succeed.
  await assertRoom(run.directory, 'settle the .config');
  const config = await readFile(await plainPath(run.directory, '.config'), 'utf8');
  const header = await readFile(await plainPath(run.directory, 'include/autoconf.h'), 'utf8');
  return { config: withoutTime(config), header };
}

/** conf writes ctime(3) into the fourth line. */
function withoutTime(config: string): string {
  return config.replace(/^# \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}\n/m, '');
}
