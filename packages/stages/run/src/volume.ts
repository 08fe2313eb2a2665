import { posix } from 'node:path';

/** What a `--volume` asks for. */
export interface Volume {
  /** Absolute path on the host; null for an empty directory. */
  readonly from: string | null;
  /** Absolute path inside. */
  readonly to: string;
  readonly writable: boolean;
}

const ACCESS: Readonly<Record<string, boolean>> = { rw: true, ro: false };

/**
 * Reads `host:inside[:ro]` or `inside`; a path of the host may be relative to `cwd`. Gives the end of a sentence where it
 * is none.
 */
export function readVolume(written: string, cwd: string): Volume | string {
  const parts = written.split(':');
  const [first = '', inside, access = 'rw'] = parts;
  if (parts.length > 3) return `--volume ${written}: more than host:inside:ro`;
  const to = inside ?? first;
  if (!to.startsWith('/')) return `--volume ${written}: "${to}" is no absolute path in the image`;
  const writable = ACCESS[access];
  if (writable === undefined) return `--volume ${written}: "${access}" is neither ro nor rw`;
  if (inside === undefined) return { from: null, to: posix.normalize(to), writable };
  if (!/^\.{0,2}\/|^\.{1,2}$/.test(first)) {
    return `--volume ${written}: "${first}" is no path (named volumes do not exist here; write ./${first} for a directory)`;
  }
  return { from: posix.resolve(cwd, first), to: posix.normalize(to), writable };
}
