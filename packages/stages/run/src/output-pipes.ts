import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { exec, withTemporaryDirectory } from '@basewright/core';

/** What to give a command as its standard output and error. */
export interface OutputPipes {
  /** For `stdio` of `spawn`: a file descriptor, or ours. */
  readonly stdio: readonly [output: number | 'inherit', error: number | 'inherit'];
  /**
   * To be called when the command was started: what it writes passes to our own streams until it has closed its ends, or
   * nobody reads ours, which the command learns as from any pipe.
   */
  readonly passOn: () => Promise<void>;
}

/**
 * A command that opens /dev/stdout or /dev/stderr, as servers do for their logs, can do so with a terminal, a file or a
 * pipe, which docker gives it, but not with a socket (ENXIO, unix(7)); and what Node starts, Nx among it, has sockets.
 * In the place of each of ours that is one the command gets a pipe.
 */
export async function outputPipes(): Promise<OutputPipes> {
  const [output, error] = [await outputPipe(1, process.stdout), await outputPipe(2, process.stderr)];
  return {
    stdio: [output.stdio, error.stdio],
    passOn: async () => {
      await Promise.all([output.passOn(), error.passOn()]);
    },
  };
}

interface OutputPipe {
  readonly stdio: number | 'inherit';
  readonly passOn: () => Promise<void>;
}

async function outputPipe(descriptor: 1 | 2, ours: NodeJS.WritableStream): Promise<OutputPipe> {
  if (!fstatSync(descriptor).isSocket()) return { stdio: 'inherit', passOn: () => Promise.resolve() };
  const { read, write } = await namedPipe();
  return {
    stdio: write,
    passOn: async () => {
      // As long as this end is open the other never ends.
      closeSync(write);
      const source = new Socket({ fd: read, readable: true, writable: false });
      await pipeline(source, ours, { end: false }).catch(() => undefined);
    },
  };
}

/** Node can make pipes only by name. Whoever the command runs as may open it again. */
async function namedPipe(): Promise<{ read: number; write: number }> {
  return withTemporaryDirectory('pipe', async (directory) => {
    const path = join(directory, 'pipe');
    await exec('mkfifo', ['-m', '666', path], { purpose: 'make a pipe' });
    // Without this flag it would wait for somebody who writes.
    const read = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    return { read, write: openSync(path, constants.O_WRONLY) };
  });
}
