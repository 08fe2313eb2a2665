import { pipeline } from 'node:stream/promises';

import { execStream } from '@basewright/core';
import { list } from 'tar';

import { APT_HELPER } from './apt-helper';

/** The plain files of an archive by path, as it names them. */
export type Files = ReadonlyMap<string, Buffer>;

/** Reads a small tar, in any compression that apt reads. Throws TOOL_FAILED when it is none. */
export async function unpackInMemory(archive: string): Promise<Files> {
  const contents: Promise<[string, Buffer]>[] = [];
  const reader = list({
    strict: true,
    onReadEntry: (entry) => {
      if (entry.type === 'File') contents.push(entry.concat().then((bytes) => [entry.path, bytes]));
      else entry.resume();
    },
  });
  await execStream(APT_HELPER, ['cat-file', archive], {
    purpose: `unpack ${archive}`,
    read: (output) => pipeline(output, reader as unknown as NodeJS.WritableStream),
  });
  return new Map(await Promise.all(contents));
}
