import { humanBytes, log } from '@basewright/core';

const REPORT_EVERY_MS = 2000;

/** What a counter knows of the body it counts. */
export interface CountedBody {
  readonly label: string;
  /** Content-Length in bytes, or null. */
  readonly announced: number | null;
  readonly maxBytes: number;
}

/** A stage of a stream pipeline that counts the bytes that pass. */
export interface ByteCounter {
  readonly through: (source: AsyncIterable<Buffer>) => AsyncGenerator<Buffer>;
  bytes(): number;
  /** `1.2 MB of 2.7 MB` */
  soFar(): string;
}

/** Counts a body, says how far it is every two seconds, and throws when it grows over `maxBytes`. */
export function countBytes({ label, announced, maxBytes }: CountedBody): ByteCounter {
  let bytes = 0;
  let reported = Date.now();
  const soFar = (): string => humanBytes(bytes) + (announced === null ? '' : ` of ${humanBytes(announced)}`);
  return {
    bytes: () => bytes,
    soFar,
    through: async function* (source) {
      for await (const chunk of source) {
        bytes += chunk.length;
        if (bytes > maxBytes) throw new Error(`the file is larger than ${humanBytes(maxBytes)}`);
        if (Date.now() - reported >= REPORT_EVERY_MS) {
          reported = Date.now();
          log.doing(`${label}: ${soFar()}`);
        }
        yield chunk;
      }
    },
  };
}
