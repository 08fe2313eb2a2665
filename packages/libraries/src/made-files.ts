import { readFile } from 'node:fs/promises';

import { entriesInPackage, type UnpackedPackage } from '@basewright/debian';

/** Files that a package makes when it is installed, which nobody does here, by package and path. */
const MADE: Readonly<Record<string, (where: UnpackedPackage) => Promise<string>>> = {
  'ca-certificates /etc/ssl/certs/ca-certificates.crt': certificateBundle,
};

/** The text of a file that a package would make on installation; undefined when it is none that is known. */
export async function madeFile(where: UnpackedPackage, path: string): Promise<string | undefined> {
  return MADE[`${where.package.name} ${path}`]?.(where);
}

/** All certificates one after the other, as update-ca-certificates(8) writes them when none is deselected. */
async function certificateBundle(where: UnpackedPackage): Promise<string> {
  const entries = await entriesInPackage(where, '/usr/share/ca-certificates');
  const texts = entries.flatMap((entry) =>
    entry.type === 'file' && entry.path.endsWith('.crt') ? [readFile(entry.source, 'utf8')] : [],
  );
  return (await Promise.all(texts)).map((text) => (text.endsWith('\n') ? text : `${text}\n`)).join('');
}
