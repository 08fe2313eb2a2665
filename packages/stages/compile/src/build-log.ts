import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transform, type TransformCallback } from 'node:stream';

import { sayProgress } from '@basewright/core';

/** A log file that also says how many files were compiled. */
export interface BuildLog {
  readonly stream: Transform;
  /** Flushes the file; call it whether the build succeeded or not. */
  close(): Promise<void>;
}

/**
 * Opens a log; `what` begins each line of progress. `count` is asked how many files there are once the first is compiled; null
 * where nobody can say how many of them are.
 */
export async function openBuildLog(
  path: string,
  what: string,
  count: (() => Promise<number>) | null,
): Promise<BuildLog> {
  await mkdir(dirname(path), { recursive: true });
  const file = createWriteStream(path);
  const progress = sayProgress();
  let [compiled, rest, all] = [0, '', ''];
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback): void {
      const lines = `${rest}${chunk.toString('latin1')}`.split('\n');
      rest = lines.pop() ?? '';
      const more = lines.filter((line) => COMPILES.test(line)).length;
      // What cannot be counted is no reason for a build to fail.
      if (compiled === 0 && more > 0)
        void count?.().then(
          (total) => (all = ` of ${total}`),
          () => undefined,
        );
      compiled += more;
      if (more > 0) progress(`${what}: ${compiled}${all} files compiled`);
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

/** What Kbuild says of a file in C or in assembler. */
const COMPILES = /^ {2}(CC|AS) /;
