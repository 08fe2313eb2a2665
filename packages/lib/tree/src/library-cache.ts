import { type Platform, type PlatformId } from '@basewright/core';

const MAGIC = 'glibc-ld.so.cache1.1';
const HEADER = 48;
const ENTRY = 24;
const BIG_ENDIAN = 3;

/** Bytes of all names and paths: they may overlap, so that a small file could hold many of them. */
const MOST_TEXT = 64 << 20;

/**
 * The paths that the cache of glibc's loader has for each name, in its order (sysdeps/generic/dl-cache.h, struct
 * cache_file_new); nothing where it is cut off or of another format,
 * and no more than 64 MiB of them.
 */
export function readLibraryCache(bytes: Uint8Array, endian: 'little' | 'big'): Record<string, string[]> {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  // One of the format before may stand before it.
  const start = whole.indexOf(MAGIC, 0, 'latin1');
  const cache = start < 0 ? Buffer.alloc(0) : whole.subarray(start);
  if (cache.length < HEADER) return {};
  const isBig = (cache[28] ?? 0) === BIG_ENDIAN || ((cache[28] ?? 0) === 0 && endian === 'big');
  const number = (at: number): number => (isBig ? cache.readUInt32BE(at) : cache.readUInt32LE(at));
  let left = MOST_TEXT;
  const text = (at: number): string => {
    const end = Math.max(at, cache.indexOf(0, at));
    left -= end - at;
    return left < 0 ? '' : cache.toString('utf8', at, end);
  };
  const found = new Map<string, string[]>();
  for (let index = 0; index < number(20); index++) {
    const at = HEADER + index * ENTRY;
    if (at + ENTRY > cache.length || left < 0) break;
    const name = text(number(at + 4));
    const paths = found.get(name);
    const path = text(number(at + 8));
    if (paths === undefined) found.set(name, [path]);
    else paths.push(path);
  }
  return Object.fromEntries(found);
}

/** What the cache says of a library by machine: that it is glibc's, and its ABI (sysdeps/generic/ldconfig.h, FLAG_…). */
const FLAGS: Readonly<Record<PlatformId, number>> = {
  'linux/amd64': 0x0303,
  'linux/386': 0x0003,
  'linux/arm/v5': 0x0b03,
  'linux/arm/v6': 0x0b03,
  'linux/arm/v7': 0x0903,
  'linux/arm64': 0x0a03,
  'linux/ppc64le': 0x0503,
  'linux/riscv64': 0x1003,
  'linux/s390x': 0x0403,
};

const LITTLE_ENDIAN = 2;

/**
 * The cache that ldconfig(8) writes of libraries: by each name the path that is loaded for it. `ldconfig -p` tells of it, by which
 * Python finds libraries; the loader finds them without.
 */
export function libraryCache(
  libraries: ReadonlyMap<string, string>,
  { id, elf }: Pick<Platform, 'id' | 'elf'>,
): Buffer {
  const isBig = elf.endian === 'big';
  const rows = [...libraries].sort(([a], [b]) => compareNames(b, a));
  const texts: Buffer[] = [];
  let end = HEADER + rows.length * ENTRY;
  const placed = (text: string): number => {
    const at = end;
    const bytes = Buffer.from(`${text}\0`, 'utf8');
    texts.push(bytes);
    end += bytes.length;
    return at;
  };
  const head = Buffer.alloc(HEADER + rows.length * ENTRY);
  const write = (value: number, at: number): number =>
    isBig ? head.writeUInt32BE(value, at) : head.writeUInt32LE(value, at);
  for (const [index, [name, path]] of rows.entries()) {
    const at = HEADER + index * ENTRY;
    write(FLAGS[id as PlatformId], at);
    write(placed(name), at + 4);
    write(placed(path), at + 8);
  }
  head.write(MAGIC, 0, 'latin1');
  write(rows.length, 20);
  write(end - head.length, 24);
  head.writeUInt8(isBig ? BIG_ENDIAN : LITTLE_ENDIAN, 28);
  return Buffer.concat([head, ...texts]);
}

/** As _dl_cache_libcmp of glibc's elf/dl-cache.c orders names, digits by their number: the loader looks for one by halves. */
function compareNames(one: string, other: string): number {
  let [a, b] = [0, 0];
  const isDigit = (text: string, at: number): boolean => /[0-9]/.test(text.charAt(at));
  const numberAt = (text: string, at: number): [value: number, end: number] => {
    const digits = /^[0-9]+/.exec(text.slice(at))?.[0] ?? '';
    return [Number(digits), at + digits.length];
  };
  while (a < one.length) {
    if (isDigit(one, a)) {
      if (!isDigit(other, b)) return 1;
      const [left, afterLeft] = numberAt(one, a);
      const [right, afterRight] = numberAt(other, b);
      if (left !== right) return left - right;
      [a, b] = [afterLeft, afterRight];
    } else if (isDigit(other, b)) return -1;
    else if (one.charAt(a) !== other.charAt(b)) return (one.charCodeAt(a) || 0) - (other.charCodeAt(b) || 0);
    else [a, b] = [a + 1, b + 1];
  }
  return -(other.length - b);
}
