import { type Platform, type Store } from '@basewright/core';
import { type DebianSettings, openApt, type PackagedFile } from '@basewright/debian';

import { loaderDirectories } from './library-directories';
import { lookUpName, nearNames } from './library-names';
import { fileNames, holdersOf } from './package-holders';

/** What a name such as `numa` stands for. */
export type NamedLibraries =
  | { readonly sonames: readonly string[]; readonly beginning: false }
  /** The name is the beginning of several libraries', which these packages of one source package have. */
  | { readonly sonames: readonly string[]; readonly beginning: true; readonly packages: readonly string[] }
  /** It stands for nothing, or for nothing in particular; the end of a sentence. */
  | { readonly problem: string };

/** Where libraries are looked up. */
export interface Suite {
  readonly store: Store;
  readonly settings: DebianSettings;
  readonly platform: Platform;
}

/** Looks a name up among all libraries of the suite. Several that begin so have to come from one source package. */
export async function namedInIndex(
  { platform, store, settings }: Suite,
  name: string,
  rows: readonly PackagedFile[],
): Promise<NamedLibraries> {
  const files = fileNames(platform, rows);
  const answer = lookUpName(name, files);
  if (answer.kind === 'exact') return { sonames: [answer.soname], beginning: false };
  if (answer.kind === 'none')
    return { problem: `no Debian package for ${platform.debianArch} has lib${name}.so.*${nearNames(name, files)}` };
  if (answer.kind === 'several') return { problem: `several have that name: write ${answer.sonames.join(' or ')}` };
  const places = loaderDirectories(platform);
  const packages = answer.sonames.map(
    (soname) =>
      holdersOf(
        rows,
        places.map((directory) => `${directory}/${soname}`),
      )?.[0] ?? '',
  );
  const apt = await openApt(store, settings, [platform.debianArch]);
  const sources = await apt.sourcesOf([...new Set(packages)]);
  if (new Set(sources.values()).size > 1)
    return { problem: `no library is called lib${name}.so.*, and several begin so${nearNames(name, files)}` };
  return { sonames: answer.sonames, beginning: true, packages: [...new Set(packages)].sort() };
}
