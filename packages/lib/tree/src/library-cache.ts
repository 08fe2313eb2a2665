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
