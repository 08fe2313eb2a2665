/** More bytes than Linux reads of a first line (BINPRM_BUF_SIZE in fs/binfmt_script.c). */
const HEAD = 256;

/** The program that the first line of a script names, `/bin/sh`; undefined for anything else. */
export function interpreterOf(head: Uint8Array): string | undefined {
  const line = Buffer.from(head.subarray(0, HEAD)).toString('latin1').split('\n')[0] ?? '';
  return /^#![ \t]*(\/[^ \t]+)/.exec(line)?.[1];
}
