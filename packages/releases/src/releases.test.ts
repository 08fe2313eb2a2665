import { readFileSync } from 'node:fs';

import { sha256 } from '@basewright/core';

import { bundledFile, busyboxRelease, knownVersions, type Release, signingKey, uclibcRelease } from '.';

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
      expect(patch.mirrors.filter((mirror) => mirror.startsWith('bundled:'))).toEqual([]);
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
  const fixed = busyboxRelease(version).patches.flatMap(({ fixes = [] }) => fixes);
  expect([...new Set(fixed)]).toEqual(ids.map((id) => `CVE-${id}`));
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
