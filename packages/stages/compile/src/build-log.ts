import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transform, type TransformCallback } from 'node:stream';

import { log } from '@basewright/core';

const REPORT_MS = 10_000;

/** A log file that also says now and then how many files were compiled. */
export interface BuildLog {
  readonly stream: Transform;
  /** Flushes the file; call it whether the build succeeded or not. */
  close(): Promise<void>;
}

/** Opens a log; `what` begins each line of progress. */
export async function openBuildLog(path: string, what: string): Promise<BuildLog> {
  await mkdir(dirname(path), { recursive: true });
  const file = createWriteStream(path);
  let compiled = 0;
  let told = 0;
  let reported = Date.now();
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback): void {
      compiled += chunk.toString('latin1').split(/^ {2}CC /m).length - 1;
      if (compiled > told && Date.now() - reported > REPORT_MS) {
        reported = Date.now();
        told = compiled;
        log.doing(`${what}: ${compiled} files compiled`);
      }
      done(null, chunk);
    },
  });
  stream.pipe(file);
  return {
    stream,
    close: () =>
      new Promise((resolve) => {
        file.once('close', resolve);
        stream.end();
      }),
  };
}
