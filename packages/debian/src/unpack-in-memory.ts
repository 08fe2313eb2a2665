import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';

import { BasewrightError, plainEnvironment, reasonOf } from '@basewright/core';
import { list } from 'tar';

import { APT_HELPER } from './apt-helper';

/** The plain files of an archive by path, as it names them. */
export type Files = ReadonlyMap<string, Buffer>;

/** Reads a small tar, in any compression that apt reads. Throws TOOL_FAILED when it is none. */
export async function unpackInMemory(archive: string): Promise<Files> {
  const contents: Promise<[string, Buffer]>[] = [];
  const helper = spawn(APT_HELPER, ['cat-file', archive], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: plainEnvironment(),
  });
  const ended = once(helper, 'close');
  const reader = list({
    strict: true,
    onReadEntry: (entry) => {
      if (entry.type === 'File') contents.push(entry.concat().then((bytes) => [entry.path, bytes]));
      else entry.resume();
    },
  });
  await pipeline(helper.stdout, reader as unknown as NodeJS.WritableStream).catch((cause: unknown) => {
    throw new BasewrightError('TOOL_FAILED', `cannot unpack ${archive}: ${reasonOf(cause)}`, { cause });
  });
  const [code] = (await ended) as [number | null];
  if (code === 0) return new Map(await Promise.all(contents));
  throw new BasewrightError(
    'TOOL_FAILED',
    `cannot unpack ${archive}: ${APT_HELPER} ended with exit code ${String(code)}`,
  );
}
