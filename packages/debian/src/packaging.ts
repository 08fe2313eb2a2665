import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { progress, type Store } from '@basewright/core';

import { type DebianSettings } from './settings';
import { openSourcePackage, type SourcePackage } from './source-package';
import { type Files, unpackInMemory } from './unpack-in-memory';

/** A file of Debian's packaging in one version of a source package. */
interface PackagingFile {
  /** `1:1.38.0-3` */
  readonly version: string;
  /** Null where that version has no such file. */
  readonly content: Buffer | null;
}

/** What Debian adds to upstream's sources, `debian/` of its source packages, in every version on offer. */
export interface Packaging {
  /** A file (`debian/patches/x.patch`) of a source package, version by version. Throws UNREACHABLE, and what apt reports. */
  file(source: string, path: string): AsyncGenerator<PackagingFile>;
}

/** Format 3.0 (quilt) of dpkg-source(1). Older formats keep no patches in files of their own. */
const PACKAGING = /\.debian\.tar\.\w+$/;

/** Nothing is downloaded before it is asked for, and nothing twice: not even what could not be had. */
export function openPackaging(store: Store, settings: DebianSettings): Packaging {
  const packages = new Map<string, Promise<SourcePackage>>();
  const archives = new Map<string, Promise<Files>>();
  return {
    async *file(source, path) {
      const found = await once(packages, source, () => openSourcePackage(store, settings, source));
      for (const { version, files } of found.versions) {
        const archive = files.find((name) => PACKAGING.test(name));
        if (archive === undefined) continue;
        const held = await once(archives, `${source} ${version}`, () => download(found, version, archive));
        yield { version, content: held.get(path) ?? null };
      }
    },
  };
}

function once<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const promise = known.get(key) ?? make();
  known.set(key, promise);
  return promise;
}

async function download(source: SourcePackage, version: string, archive: string): Promise<Files> {
  progress(`fetching Debian's packaging of ${source.name} ${version}`);
  const directory = await mkdtemp(join(tmpdir(), 'basewright-packaging-'));
  try {
    return await unpackInMemory(await source.download(version, archive, { directory, packagingOnly: true }));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
