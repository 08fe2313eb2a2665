import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { openStore } from '@basewright/core';
import { materialiseRoot, packRoot, sourceTree } from '@basewright/sandbox';
import { inTemporaryDirectory, REPOSITORY_LOCK, repositoryPins, TESTS_LOCK } from '@basewright/testing';
import { busyboxRelease, uclibcRelease } from '@basewright/upstream';

import { fetchAndVerify } from '../src/fetch-and-verify';

// These use the user's own store: real downloads are made once per machine.
const store = openStore();

it("fetches the real BusyBox and uClibc-ng, and verifies upstream's signature", () =>
  inTemporaryDirectory(async (root) => {
    const releases = [busyboxRelease('1.38.0'), uclibcRelease('1.0.54')];
    const options = {
      outputPath: 'out',
      tarballs: releases.map(({ tarball }) => tarball),
      patches: releases.flatMap(({ patches }) => patches),
      debian: { lockFile: REPOSITORY_LOCK },
    };
    const body = await fetchAndVerify(options, root);
    expect(body.tarballs.map(({ file, signedBy }) => [file.path, signedBy])).toEqual([
      ['busybox-1.38.0.tar.bz2', 'C9E9416F76E610DBD09D040F47B70C55ACC9965B'],
      ['uclibc-ng-1.0.54.tar.xz', null],
    ]);
    const others = body.patches.filter(({ origin }) => origin !== 'basewright');
    const own = body.patches.filter(({ origin }) => origin === 'basewright');
    // Own fixes come last: they are made on top of Debian's.
    expect(body.patches.slice(-own.length)).toEqual(own);
    expect(own.flatMap(({ fixes }) => fixes)).toContain('CVE-2022-28391');
    expect(others.map(({ set, fixes, file }) => `${set} ${fixes.join()} ${file.path.slice(0, 10)}`)).toEqual([
      'build  patches/01',
      'build  patches/02',
      // inetd with RPC, of Basewright's own: no fix of a vulnerability.
      'build  patches/03',
      'security CVE-2023-42366 patches/04',
      'security CVE-2025-60876 patches/05',
      'security CVE-2025-46394 patches/06',
      'security CVE-2024-58251 patches/07',
      'security CVE-2026-38754 patches/08',
      'security CVE-2026-38755 patches/09',
      'security CVE-2026-38752 patches/10',
      'security CVE-2026-38753 patches/11',
    ]);
  }));

it.each([
  ['1.38.0', '2026-05-13T02:21:49Z', REPOSITORY_LOCK],
  // No image is built from it.
  ['1.37.0', '2024-09-26T21:31:42Z', TESTS_LOCK],
])('ships patches that apply to the real BusyBox %s', (version, released, lockFile) =>
  inTemporaryDirectory(async (workspace) => {
    const { tarball, patches } = busyboxRelease(version);
    const options = { outputPath: 'out', tarballs: [tarball], patches, debian: { lockFile } };
    const body = await fetchAndVerify(options, workspace);
    const root = await materialiseRoot(store, {}, (await packRoot(await repositoryPins())).root);
    const inStage = (path: string): string => join(workspace, 'out', path);
    const tree = await sourceTree(store, {
      root,
      name: 'busybox',
      version,
      tarball: inStage(body.tarballs[0]?.file.path ?? ''),
      sha256: body.tarballs[0]?.file.sha256 ?? '',
      patches: body.patches.map(({ file }) => ({ path: inStage(file.path), sha256: file.sha256 })),
    });
    expect(new Date(tree.sourceDate * 1000).toISOString().replace('.000', '')).toBe(released);
    expect(await readFile(join(tree.path, 'networking/tc.c'), 'utf8')).toContain('#ifdef TCA_CBQ_MAX');
  }),
);
