import { type SourceNeed } from '@basewright/debian';
import { parseMirror } from '@basewright/upstream';

import { type FetchAndVerifyOptions } from './options';

/** What sources take from Debian. */
export interface DebianNeeds {
  readonly sources: readonly SourceNeed[];
  /** Names of binary packages that hold sources: `uclibc-source`. */
  readonly binaries: readonly string[];
}

/** What the mirrors of tarballs, signatures and patches take from Debian: what a lock file has to pin for them. */
export function debianNeeds({ tarballs, patches }: Pick<FetchAndVerifyOptions, 'tarballs' | 'patches'>): DebianNeeds {
  const wanted = [
    ...tarballs
      .flatMap(({ mirrors, signature }) => [...mirrors, ...(signature?.mirrors ?? [])])
      .map((text) => ({ text, sha256: null })),
    ...patches.flatMap(({ mirrors, sha256 = null }) => mirrors.map((text) => ({ text, sha256 }))),
  ];
  const mirrors = wanted.map(({ text, sha256 }) => ({ mirror: parseMirror(text), sha256 }));
  return {
    sources: mirrors.flatMap(({ mirror, sha256 }): SourceNeed[] => {
      if (mirror?.kind === 'apt-source') return [{ source: mirror.source, file: mirror.file }];
      return mirror?.kind === 'apt-packaging' ? [{ source: mirror.source, path: mirror.path, sha256 }] : [];
    }),
    binaries: mirrors.flatMap(({ mirror }) => (mirror?.kind === 'apt-binary' ? [mirror.package] : [])),
  };
}
