import { readFile } from 'node:fs/promises';

import { parseStanzas } from './deb822';
import { type ShippedPackage } from './shipped-package';

/**
 * The short names of licences that the copyright file of a package gives for parts of it, sorted: `GPL-2+`, `MIT`. Null where
 * it ships none of its own, or one that is prose and not in the machine-readable format.
 */
export async function licencesOf({ package: { name }, entries }: ShippedPackage): Promise<string[] | null> {
  const path = `/usr/share/doc/${name}/copyright`;
  const source = entries.find((entry) => entry.path === path)?.source;
  return source === undefined ? null : licencesIn(await readFile(source, 'utf8'));
}

/** See https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/. */
export function licencesIn(copyright: string): string[] | null {
  if (!/^Format:\s*https?:\/\/(www\.)?debian\.org\/doc\/packaging-manuals\/copyright-format\//i.test(copyright))
    return null;
  const names = parseStanzas(copyright).flatMap((stanza) => {
    const [first = ''] = (stanza['License'] ?? '').split('\n');
    // `GPL-2+ or MIT`, `GPL-2+ and (BSD or MIT)`: which of them is for people, the names are for lists.
    return first.split(/\s+(?:and|or)\s+|,/).map((one) => one.replace(/[()]/g, '').trim());
  });
  return [...new Set(names.filter((name) => name !== ''))].sort();
}
