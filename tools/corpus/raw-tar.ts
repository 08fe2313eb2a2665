import { createHash } from 'node:crypto';

/** Bytes of a header of tar, and of what its content is filled up to. */
const BLOCK = 512;

/** One entry of a tar: plain fields of its header, and its content. Nothing is checked. */
export interface RawEntry {
  readonly name: string | Buffer;
  /** `0` a file, `1` a hard link, `2` a symbolic one, `3` and `4` devices, `5` a directory, `6` a pipe; `x` and `g` extended headers. */
  readonly type?: string;
  readonly body?: string | Buffer;
  readonly link?: string;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** What the header says, whatever the content has; a buffer is taken as the field's bytes. */
  readonly size?: number | Buffer;
}

/** An entry with the header and content that it says it has. */
export function rawEntry({
  name,
  type = '0',
  body = '',
  link = '',
  mode = 0o644,
  uid = 0,
  gid = 0,
  size,
}: RawEntry): Buffer {
  const content = Buffer.from(body as string);
  const header = Buffer.alloc(BLOCK);
  const put = (at: number, text: string | Buffer, length: number): void => {
    Buffer.from(text as string).copy(header, at, 0, length);
  };
  const octal = (at: number, value: number, digits: number): void => {
    put(at, value.toString(8).padStart(digits, '0'), digits);
  };
  put(0, name, 100);
  octal(100, mode, 7);
  octal(108, uid, 7);
  octal(116, gid, 7);
  if (Buffer.isBuffer(size)) put(124, size, 12);
  else octal(124, size ?? content.length, 11);
  octal(136, 0, 11);
  put(156, type, 1);
  put(157, link, 100);
  put(257, 'ustar\x0000', 8);
  return Buffer.concat([withChecksum(header), content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)]);
}

/** A number as base-256 of GNU's has it: the first bit says so, the rest is two's complement. */
export function base256(number: bigint, width = 12): Buffer {
  const bytes = Buffer.alloc(width);
  let rest = BigInt.asUintN(8 * width, number);
  for (let at = width - 1; at >= 0; at--, rest >>= 8n) bytes[at] = Number(rest & 0xffn);
  bytes[0] = (bytes[0] ?? 0) | 0x80;
  return bytes;
}

/** A tar of entries, with its end. */
export function rawTar(...entries: readonly RawEntry[]): Buffer {
  return Buffer.concat([...entries.map(rawEntry), Buffer.alloc(2 * BLOCK)]);
}

/** An extended header of POSIX with these records. */
export function paxEntry(records: Readonly<Record<string, string | Buffer>>, type: 'x' | 'g' = 'x'): RawEntry {
  const lines = Object.entries(records).map(([name, value]) => {
    const rest = Buffer.concat([Buffer.from(` ${name}=`), Buffer.from(value as string), Buffer.from('\n')]);
    let length = rest.length;
    while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
    return Buffer.concat([Buffer.from(String(length)), rest]);
  });
  return { name: 'PaxHeader', type, body: Buffer.concat(lines) };
}

/** A tar whose headers have the checksums that fit them, wherever there are headers. */
export function withChecksums(tar: Buffer): Buffer {
  const fixed = Buffer.from(tar);
  for (let at = 0; at + BLOCK <= fixed.length; at += BLOCK) {
    if (fixed.toString('latin1', at + 257, at + 262) === 'ustar') withChecksum(fixed.subarray(at, at + BLOCK));
  }
  return fixed;
}

function withChecksum(header: Buffer): Buffer {
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

/** `sha256:…` of bytes. */
export function digestOfBytes(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
