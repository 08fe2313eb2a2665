import { open } from 'node:fs/promises';

/** More bytes than Linux reads of a first line (BINPRM_BUF_SIZE in fs/binfmt_script.c). */
const HEAD = 256;

/** The program that the first line of a script names, `/bin/sh`; undefined for anything else. */
export function interpreterOf(head: Uint8Array): string | undefined {
  const line = Buffer.from(head.subarray(0, HEAD)).toString('latin1').split('\n')[0] ?? '';
  return /^#![ \t]*(\/[^ \t]+)/.exec(line)?.[1];
}

/** The same of a file at a path. */
export async function interpreterOfFile(path: string): Promise<string | undefined> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return interpreterOf(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}
