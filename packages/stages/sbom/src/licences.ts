import { readFileSync } from 'node:fs';

/** The identifiers of https://spdx.org/licenses/, without those that were given up, by their lower case. */
const IDS = new Map(
  (JSON.parse(readFileSync(require.resolve('spdx-license-ids/index.json'), 'utf8')) as string[]).map((id) => [
    id.toLowerCase(),
    id,
  ]),
);

/** Short names of Debian's copyright format that SPDX has another name for. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  expat: 'MIT',
  artistic: 'Artistic-1.0-Perl',
  'apache-2': 'Apache-2.0',
  'bsd-4-clause': 'BSD-4-Clause',
  'mpl-2': 'MPL-2.0',
};

/** `GPL-2+`, `LGPL-2.1`: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/#license-short-name */
const GNU = /^(A?GPL|LGPL|GFDL)-(\d+)(\.\d+)?(\+)?$/i;

/** The identifier that SPDX has for a licence, by SPDX's name or Debian's short one; null where it has none. */
export function spdxId(name: string): string | null {
  const known = IDS.get(name.toLowerCase()) ?? OTHER_NAMES[name.toLowerCase()];
  if (known !== undefined && !GNU.test(known)) return known;
  const [, family = '', major = '', minor = '.0', later] = GNU.exec(name) ?? [];
  return IDS.get(`${family}-${major}${minor}-${later === undefined ? 'only' : 'or-later'}`.toLowerCase()) ?? null;
}
