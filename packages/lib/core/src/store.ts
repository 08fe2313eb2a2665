import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * The directories of the store: what is shared by every project and every checkout of a user.
 * Everything in it is named by its content or by the digest of what it was made from, and can be deleted at any time.
 */
export interface Store {
  readonly root: string;
  /** Verified files, each named by its sha256. */
  readonly downloads: string;
  /** Debian packages unpacked, each named by the sha256 of its .deb. */
  readonly packages: string;
  /** What the archives of packages say is in them, each named by the sha256 of the .deb. */
  readonly listings: string;
  /** Hermetic roots: trees of hard links into `packages`. */
  readonly roots: string;
  /** Source trees, unpacked and patched. */
  readonly sources: string;
  /** Object trees that incremental compiles carry on with. */
  readonly objects: string;
  /** Libcs built from source, packed, each named by the digest of what it was made from. */
  readonly libcs: string;
  /** Unpacked sysroots of libcs built from source. */
  readonly sysroots: string;
  /** Unpacked images, each named by what it was made from. */
  readonly images: string;
  /** Which download is a layer compressed, by what it was made from. */
  readonly layers: string;
  /** apt's state: indexes and partial downloads. */
  readonly apt: string;
  /** What was said already, by run of Nx. */
  readonly runs: string;
  /** Trees that are being made, each named by the process that makes it. */
  readonly temporary: string;
  readonly locks: string;
  readonly logs: string;
}

/** The store's layout version: a store of another layout lies beside this one, untouched. */
const LAYOUT = 'v1';

/** The user's store: `$BASEWRIGHT_STORE`, else `basewright` in the XDG cache directory. */
export function openStore(environment: NodeJS.ProcessEnv = process.env): Store {
  const cache = environment['XDG_CACHE_HOME'] ?? join(environment['HOME'] ?? homedir(), '.cache');
  const root = join(resolve(environment['BASEWRIGHT_STORE'] ?? join(cache, 'basewright')), LAYOUT);
  const below = (name: string): string => join(root, name);
  return {
    root,
    downloads: below('downloads'),
    packages: below('packages'),
    listings: below('listings'),
    roots: below('roots'),
    sources: below('sources'),
    objects: below('objects'),
    libcs: below('libcs'),
    sysroots: below('sysroots'),
    images: below('images'),
    layers: below('layers'),
    apt: below('apt'),
    runs: below('runs'),
    temporary: below('temporary'),
    locks: below('locks'),
    logs: below('logs'),
  };
}
