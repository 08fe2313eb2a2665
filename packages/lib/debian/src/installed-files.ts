import { readFile } from 'node:fs/promises';

import { entriesInPackage, type UnpackedPackage } from './package-files';

/** A file that a package makes when it is installed. */
export interface InstalledFile {
  readonly path: string;
  readonly text: string;
}

/** What the maintainer scripts of a package would make that programs rely on, by the package's name. */
const MAKERS: Readonly<Record<string, (where: UnpackedPackage) => Promise<InstalledFile[]>>> = {
  'ca-certificates': certificateBundle,
};

/** The files that a package's maintainer scripts would make, which nobody runs here, as far as they are known. */
export async function installedFiles(where: UnpackedPackage): Promise<InstalledFile[]> {
  return (await MAKERS[where.package.name]?.(where)) ?? [];
}

/** All certificates one after the other, as update-ca-certificates(8) writes them when none is deselected. */
async function certificateBundle(where: UnpackedPackage): Promise<InstalledFile[]> {
  const entries = await entriesInPackage(where, '/usr/share/ca-certificates');
  const texts = entries.flatMap((entry) =>
    entry.type === 'file' && entry.path.endsWith('.crt') ? [readFile(entry.source, 'utf8')] : [],
  );
  const ended = (await Promise.all(texts)).map((text) => (text.endsWith('\n') ? text : `${text}\n`));
  return [{ path: '/etc/ssl/certs/ca-certificates.crt', text: ended.join('') }];
}
