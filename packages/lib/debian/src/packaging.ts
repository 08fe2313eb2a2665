import { type Store, withTemporaryDirectory } from '@basewright/core';

import { type ArchiveFile } from './lock/lock-file';
import { type DebianSettings } from './settings';
import { downloadSource, type SourceVersion, sourceVersions } from './source-package';
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
export const PACKAGING = /\.debian\.tar\.\w+$/;

/** Nothing is downloaded before it is asked for, and nothing twice: not even what could not be had. */
export function openPackaging(store: Store, settings: DebianSettings): Packaging {
  const archives = new Map<string, Promise<Files>>();
  return {
    async *file(source, path) {
      for await (const version of sourceVersions(store, settings, source)) {
        const [, file] = [...version.files].find(([name]) => PACKAGING.test(name)) ?? [];
        if (file === undefined) continue;
        const held = archives.get(file.sha256) ?? download(settings, version, file);
        archives.set(file.sha256, held);
        yield { version: version.version, content: (await held).get(path) ?? null };
      }
    },
  };
}

async function download(settings: DebianSettings, version: SourceVersion, file: ArchiveFile): Promise<Files> {
  return withTemporaryDirectory('packaging', async (directory) => {
    return await unpackInMemory(await downloadSource(settings, version, file, directory));
  });
}
