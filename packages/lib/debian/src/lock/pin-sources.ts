import { BasewrightError, didYouMean, sha256, type Store, withTemporaryDirectory } from '@basewright/core';

import { PACKAGING } from '../packaging';
import { type DebianSettings } from '../settings';
import { downloadSource, type SourceVersion, sourceVersions } from '../source-package';
import { unpackInMemory } from '../unpack-in-memory';
import { type ArchiveFile, type Lock } from './lock-file';

/** What images take from a Debian source package. */
export type SourceNeed =
  /** A file of it: upstream's tarball. */
  | { readonly source: string; readonly file: string }
  /** A file of Debian's packaging, with the digest that it is to have; null: any will do. */
  | { readonly source: string; readonly path: string; readonly sha256: string | null };

/**
 * The files of source packages that hold what is needed, as a lock names them: those pinned so far where they do, else
 * those that suites list now. Each packaging is downloaded once. Throws NOT_FOUND, with the nearest name.
 */
export async function pinSources(
  store: Store,
  settings: DebianSettings,
  needs: readonly SourceNeed[],
): Promise<Lock['sources']> {
  const pinned: Record<string, ArchiveFile> = {};
  const packagings = new Map<string, ReadonlyMap<string, Buffer>>();
  for (const need of needs) {
    const looked: SourceVersion[] = [];
    let found: readonly [key: string, file: ArchiveFile] | undefined;
    for await (const one of sourceVersions(store, settings, need.source)) {
      looked.push(one);
      const [name, file] =
        [...one.files].find(([key]) => ('file' in need ? key === need.file : PACKAGING.test(key))) ?? [];
      if (name === undefined || file === undefined) continue;
      if ('path' in need) {
        const held = packagings.get(file.sha256) ?? (await readPackaging(settings, one, file));
        packagings.set(file.sha256, held);
        if (!isWanted(held.get(need.path), need.sha256)) continue;
      }
      found = [`${need.source}=${one.version} ${name}`, file];
      break;
    }
    if (found === undefined) throw notThere(need, looked);
    pinned[found[0]] = found[1];
  }
  return pinned;
}

function isWanted(content: Buffer | undefined, digest: string | null): boolean {
  return content !== undefined && (digest === null || sha256(content) === digest);
}

async function readPackaging(settings: DebianSettings, version: SourceVersion, file: ArchiveFile) {
  return withTemporaryDirectory('packaging', async (directory) => {
    return await unpackInMemory(await downloadSource(settings, version, file, directory));
  });
}

function notThere(need: SourceNeed, all: readonly SourceVersion[]): BasewrightError {
  const wanted = 'file' in need ? need.file : need.path;
  const known = 'file' in need ? all.flatMap(({ files }) => [...files.keys()]) : [];
  const versions = all.map(({ version }) => version).join(', ') || 'none';
  return new BasewrightError(
    'NOT_FOUND',
    `cannot pin ${wanted}: no version of Debian's source package ${need.source} has it (looked at: ${versions})${didYouMean(wanted, known)}`,
  );
}
