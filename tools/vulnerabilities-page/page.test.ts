import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { busyboxVulnerabilities, knownVersions } from '@basewright/upstream';

import { DEFAULT_IMAGES, readDefaultConfigs, tableSymbols } from './default-configs';
import { vulnerabilitiesPage } from './page';

const TABLE = busyboxVulnerabilities();

it('docs/security/busybox.md is made from the table (else: node tools/run-ts.cjs tools/write-vulnerabilities-page.ts)', () => {
  const written = readFileSync(join(__dirname, '../../docs/security/busybox.md'), 'utf8');
  expect(written).toBe(vulnerabilitiesPage(TABLE, readDefaultConfigs()));
});

it('knows the configuration of every default image with every release', () => {
  const configs = readDefaultConfigs();
  expect(Object.keys(configs)).toEqual(Object.keys(DEFAULT_IMAGES));
  for (const perRelease of Object.values(configs)) {
    expect(Object.keys(perRelease).sort()).toEqual([...knownVersions.busybox].sort());
    expect(
      Object.values(perRelease).flatMap((off) => off.filter((name) => !tableSymbols(TABLE).includes(name))),
    ).toEqual([]);
  }
});

it('has a line for each vulnerability, and nothing open that code can close', () => {
  const page = vulnerabilitiesPage(TABLE, readDefaultConfigs());
  const rows = page
    .split(/\n## \d/)
    .flatMap((part, at) => (at === 0 ? part : part.slice(part.indexOf('\n## '))).split('\n'))
    .filter((line) => line.startsWith('| CVE-'));
  expect(rows.map((row) => row.split(' ')[1]).sort()).toEqual(TABLE.vulnerabilities.map(({ id }) => id).sort());
  const left = rows.filter((row) => row.includes('**')).map((row) => row.split(' ')[1]);
  expect(left).toEqual(['CVE-2018-1000500', 'CVE-2026-88841']);
});

it('lists what an older release has, with every applet and without patches, and whose patch applies', () => {
  const section = vulnerabilitiesPage(TABLE, readDefaultConfigs())
    .split('\n## ')
    .find((one) => one.startsWith('1.36.1\n'));
  expect(section).toMatch(/^\| CVE-2023-39810 \| deb=yes, /m);
  expect(section).toMatch(/^\| CVE-2026-88832 \| own=yes \|$/m);
  expect(section).toContain('applies to 3: CVE-2018-1000500, CVE-2026-38753, CVE-2026-88841.');
  expect(section).not.toMatch(/CVE-2022-30065|CVE-2026-88840/);
});
