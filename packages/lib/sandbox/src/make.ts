import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { exec, log, openStore } from '@basewright/core';

import { mostJobs, withJobSlots } from './job-slots';
import { runInSandbox, type SandboxRun } from './sandbox';

/** One run of make: without `-j`, that is decided here. */
export interface MakeRun extends Omit<SandboxRun, 'program'> {
  /** A directory of the host that make sees at `seenAt`; its job server lies there while it runs. */
  readonly directory: string;
  readonly seenAt: string;
}

const JOB_SERVER = '.jobserver';

/**
 * Runs GNU make (4.4 or later) in the sandbox with as many jobs as the machine has to spare: builds that run at the
 * same time share its processors, whoever started them. make is told of each job it may add through a job server
 * (GNU make manual, "POSIX Jobserver Interaction"): a fifo with one character per job. Throws as runInSandbox does.
 */
export async function runMake({ directory, seenAt, ...run }: MakeRun): Promise<void> {
  const fifo = join(directory, JOB_SERVER);
  await rm(fifo, { force: true });
  await exec('mkfifo', [fifo], { purpose: 'make a job server for make' });
  // Opened for both, so that opening does not wait for make and characters do not get lost when it closes the fifo.
  const server = await open(fifo, 'r+');
  const onSlot = (): void => void server.write('+');
  const onWait = (): void => {
    log.doing('waiting for a processor: other builds use them all');
  };
  try {
    const flags = `-j${mostJobs()} --jobserver-auth=fifo:${join(seenAt, JOB_SERVER)}`;
    await withJobSlots({ store: openStore(), onSlot, onWait }, () =>
      runInSandbox({ ...run, program: 'make', env: { ...run.env, MAKEFLAGS: flags } }),
    );
  } finally {
    await server.close();
    await rm(fifo, { force: true });
  }
}
