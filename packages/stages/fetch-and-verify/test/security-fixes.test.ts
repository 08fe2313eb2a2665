import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type BasewrightError, sha256 } from '@basewright/core';
import { type DebianSettings } from '@basewright/debian';
import { pinnedArchive } from '@basewright/testing';
import { busyboxRelease } from '@basewright/upstream';

import { fakeTarball, inWorkspace, tarballOf } from './workspace';

const bytes = fakeTarball(1000);
const tarballs = [{ ...tarballOf(bytes, ['file:thing']), name: 'busybox' }];
const NOWHERE = 'https://does-not-exist.invalid';

/** It has the revisions of Debian's source package that have the fixes. */
let debian: DebianSettings;
beforeAll(async () => {
  debian = (await pinnedArchive([], { sources: true })).settings;
});

/** The fixes of both releases, each once, from Debian's packaging alone. */
const fixes = [
  ...new Map(
    ['1.38.0', '1.37.0']
      .flatMap((version) => busyboxRelease(version).patches)
      .filter(({ origin }) => origin === 'debian')
      .map((patch) => [patch.sha256, { ...patch, mirrors: patch.mirrors.filter((at) => at.startsWith('apt-')) }]),
  ).values(),
];

it("finds every security fix inside Debian's source packages, whichever revision has it", () =>
  inWorkspace(async ({ fetch, root, output }) => {
    await writeTarball(root);
    const body = await fetch({ tarballs, patches: fixes, debian });
    expect(body.patches.map(({ file, fixes: ids, set, origin }) => [file.sha256, ids, set, origin])).toEqual(
      fixes.map((fix) => [fix.sha256, fix.fixes, 'security', 'debian']),
    );
    const [first] = body.patches;
    const text = await readFile(join(output, first?.file.path ?? ''), 'utf8');
    expect(sha256(text)).toBe(fixes[0]?.sha256);
    // What came once is in the store, and asked of nobody again.
    const offline = fixes.map((fix) => ({ ...fix, mirrors: [`${NOWHERE}/${fix.name}`] }));
    expect(await fetch({ tarballs, patches: offline })).toEqual(body);
  }));

it('says which vulnerabilities stay open where no mirror has the fix, all at once, and how to build nevertheless', () =>
  inWorkspace(async ({ fetch, root }) => {
    await writeTarball(root);
    const path = 'apt-source:busybox/debian/patches';
    const patches = [
      { ...(fixes[0] ?? { for: '', name: '' }), name: 'gone', mirrors: [`${NOWHERE}/gone`, `${path}/gone.patch`] },
      {
        for: 'busybox',
        name: 'revised',
        fixes: ['CVE-2026-2'],
        sha256: 'ab'.repeat(32),
        mirrors: [`${path}/awk.c-fix-CVE-2023-42366-bug-15874.patch`],
      },
    ];
    const error = (await fetch({ tarballs, patches, debian }).catch((thrown: unknown) => thrown)) as BasewrightError;
    const lines = error.message.split('\n');
    expect(lines[0]).toBe('cannot fetch 2 security fixes: no mirror has what is pinned');
    expect(lines[1]).toBe('  CVE-2023-42366 would stay open: cannot fetch the patch gone: no mirror has it');
    expect(lines[2]).toContain(`${NOWHERE}/gone: the host name does not resolve`);
    expect(lines[3]).toMatch(/apt-source:busybox\/debian\/patches\/gone\.patch: 1:\S+ has no such file; 1:/);
    expect(lines[4]).toContain('CVE-2026-2 would stay open');
    expect(lines[5]).toMatch(/: its sha256 is fae2209a[0-9a-f]+, expected (ab){32}/);
    expect(error.hint).toContain('"withoutFixes": ["CVE-2023-42366","CVE-2026-2"]');
  }));

function writeTarball(root: string): Promise<void> {
  return writeFile(join(root, 'thing'), bytes);
}
