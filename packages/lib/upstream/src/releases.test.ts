import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { sha256 } from '@basewright/core';

import { bundledFile, busyboxRelease, knownVersions, type Release, signingKey, uclibcRelease } from './index';

const releases: [string, Release][] = [
  ...knownVersions.busybox.map((version): [string, Release] => [`busybox ${version}`, busyboxRelease(version)]),
  ...knownVersions['uclibc-ng'].map((version): [string, Release] => [`uclibc-ng ${version}`, uclibcRelease(version)]),
];

describe.each(releases)('%s', (label, { tarball, patches }) => {
  it('is the release it is asked for, from upstream first', () => {
    expect(`${tarball.name} ${tarball.version}`).toBe(label);
    expect(tarball.mirrors[0]).toMatch(/^https:/);
    expect(tarball.sha256.every((digest) => /^[0-9a-f]{64}$/.test(digest))).toBe(true);
  });

  it('carries its patches, each with the digest of the table and a DEP-3 header', () => {
    for (const patch of patches.filter(({ set }) => set === 'build')) {
      const text = readFileSync(bundledFile((patch.mirrors[0] ?? '').replace(/^bundled:/, '')), 'utf8');
      expect([patch.name, sha256(text)]).toEqual([patch.name, patch.sha256]);
      expect(text).toMatch(/^Description: .+\n( .+\n)+Author: .+\nBug: https:\/\/.+\n/);
    }
  });

  it('has security fixes by digest, each for a vulnerability that it names', () => {
    for (const patch of patches.filter(({ set }) => set === 'security')) {
      expect([patch.name, patch.sha256]).toEqual([patch.name, expect.stringMatching(/^[0-9a-f]{64}$/)]);
      expect(patch.fixes?.every((id) => /^CVE-\d{4}-\d{4,}$/.test(id))).toBe(true);
      expect(patch.fixes).not.toEqual([]);
    }
  });

  it("has Debian's fixes where Debian has them, and its own as letters that say what they are", () => {
    const fixes = patches.filter(({ set }) => set === 'security');
    for (const patch of fixes.filter(({ origin }) => origin === 'debian')) {
      expect(patch.mirrors.filter((mirror) => mirror.startsWith('bundled:'))).toEqual([]);
    }
    for (const patch of fixes.filter(({ origin }) => origin !== 'debian')) {
      const [id = ''] = patch.fixes ?? [];
      const text = readFileSync(bundledFile((patch.mirrors[0] ?? '').replace(/^bundled:/, '')), 'utf8');
      expect([patch.name, patch.origin, sha256(text)]).toEqual([patch.name, 'basewright', patch.sha256]);
      // As git send-email takes them: header, blank line, text, "---".
      expect(text).toMatch(/^Subject: \[PATCH\] .+\n\n([^-].*\n|\n)+---\n/);
      expect(text).toContain(`\nCVE: ${id}\nOrigin: Basewright, not upstream\n`);
      expect(text).toMatch(
        new RegExp(`^Tested on .*${tarball.version.replaceAll('.', '\\.')}.*regressions/${id}\\.sh`, 'm'),
      );
      expect(existsSync(join(__dirname, '../regressions', `${id}.sh`))).toBe(true);
    }
  });

  it('is signed with a key that is shipped under the same fingerprint', () => {
    const { signature } = tarball;
    if (signature === undefined) return;
    expect(signingKey(signature.key)?.fingerprint).toBe(signature.fingerprint);
  });
});

const OF_2026 = ['2026-38754', '2026-38755', '2026-38752', '2026-38753'];

it.each([
  ['1.38.0', ['2023-42366', '2025-60876', '2025-46394', '2024-58251', ...OF_2026]],
  [
    '1.37.0',
    [...['2023-39810', '2023-42366', '2025-60876', '2025-46394', '2024-58251', '2026-26157', '2026-26158'], ...OF_2026],
  ],
])("fixes in BusyBox %s what Debian fixes in it, and what it has of 1.38.0's", (version, ids) => {
  const debians = busyboxRelease(version).patches.filter(({ origin }) => origin === 'debian');
  const fixed = debians.flatMap(({ fixes = [] }) => fixes);
  expect([...new Set(fixed)]).toEqual(ids.map((id) => `CVE-${id}`));
});

it('ships no patch and no input that nobody needs', () => {
  const shipped = knownVersions.busybox.flatMap((version) =>
    readdirSync(join(__dirname, '../patches/busybox', version)).map((file) => `bundled:busybox/${version}/${file}`),
  );
  const needed = releases.flatMap(([, { patches }]) => patches.flatMap(({ mirrors }) => mirrors));
  expect(shipped.filter((mirror) => !needed.includes(mirror))).toEqual([]);
  const fixed = new Set(releases.flatMap(([, { patches }]) => patches.flatMap(({ fixes = [] }) => fixes)));
  const inputs = readdirSync(join(__dirname, '../regressions')).flatMap((file) => /^CVE-\d+-\d+/.exec(file) ?? []);
  expect(inputs.filter((id) => !fixed.has(id))).toEqual([]);
});

it('ships each key armored', () => {
  const path = signingKey('denys-vlasenko')?.path ?? '';
  expect(readFileSync(path, 'utf8')).toMatch(/^-----BEGIN PGP PUBLIC KEY BLOCK-----\n/);
  expect(signingKey('nobody')).toBeUndefined();
});

it('names the nearest version of an unknown one', () => {
  expect(() => busyboxRelease('1.38')).toThrow(
    'cannot use BusyBox 1.38: its digest is not known (did you mean "1.38.0"?)',
  );
});

it('gives out nothing but shipped files', () => {
  expect(() => bundledFile('../package.json')).toThrow('cannot find bundled:../package.json');
  expect(() => bundledFile('busybox/1.38.0/01-tc-header-without-cbq.patch')).toThrow(
    'did you mean "busybox/1.38.0/01-',
  );
});
