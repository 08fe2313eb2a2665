import { open } from 'node:fs/promises';

/** Bytes that Linux reads of a file to see how to start it (BINPRM_BUF_SIZE in include/uapi/linux/binfmts.h). */
export const HEAD = 256;

/** As much of a file as Linux reads to see how to start it: 256 bytes, or all there are. Throws what opening it throws. */
export async function headOfFile(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The same of the bytes of a file. */
export function headOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, HEAD));
}

/** The program that the first line of a script names, `/bin/sh`; undefined for anything else. */
export function interpreterOf(head: Uint8Array): string | undefined {
  const line = headOf(head).toString('latin1').split('\n')[0] ?? '';
  return /^#![ \t]*(\/[^ \t]+)/.exec(line)?.[1];
}
