import { busyboxRelease, uclibcRelease } from '@basewright/upstream';

import { checkOptions } from './check-options';
import { type FetchAndVerifyOptions } from './options';

const digest = 'ab'.repeat(32);

function mistakesOf(options: Omit<FetchAndVerifyOptions, 'outputPath'>): string[] {
  try {
    checkOptions({ outputPath: 'dist', ...options });
    return [];
  } catch (thrown) {
    return (thrown as Error).message.split('\n  ').slice(1);
  }
}

it('takes what @basewright/releases says', () => {
  const releases = [busyboxRelease('1.38.0'), uclibcRelease('1.0.54')];
  expect(
    mistakesOf({
      tarballs: releases.map(({ tarball }) => tarball),
      patches: releases.flatMap(({ patches }) => patches),
    }),
  ).toEqual([]);
});

it('reports every mistake at once, each with its place', () => {
  const tarballs = [
    { name: 'busybox', version: '1', sha256: [], mirrors: [] },
    { name: 'busybox', version: '1/../2', sha256: ['xyz'], mirrors: ['busybox.net'] },
    {
      name: 'signed',
      version: '1',
      sha256: [digest],
      mirrors: ['file:a'],
      signature: { mirrors: ['file:a.sig'], key: 'k', fingerprint: 'ACC9965B' },
    },
  ];
  const patches = [
    { for: 'busibox', name: '../evil', mirrors: ['https://host/p'], platforms: ['linux/amd46'] },
    { for: 'busybox', name: 'fine', mirrors: ['file:p', 'bundled:q'] },
  ];
  expect(mistakesOf({ tarballs, patches })).toEqual([
    'tarballs: "busybox" is there twice',
    'tarballs[0].sha256: there is none; nothing can be verified without',
    'tarballs[0].mirrors: there is none',
    'tarballs[1].version: "1/../2" cannot be part of a file name (letters, digits and . _ + ~ - only)',
    'tarballs[1].sha256[0]: "xyz" is not a sha256 (64 lower-case hexadecimal digits)',
    expect.stringContaining('tarballs[1].mirrors[0]: "busybox.net" is none of the forms a mirror has: https://'),
    expect.stringContaining('tarballs[2].signature.fingerprint: "ACC9965B" is not 40 or 64 hexadecimal digits'),
    expect.stringContaining('patches[0].name: "../evil" cannot be part of a file name'),
    'patches[0].for: there is no tarball "busibox" (did you mean "busybox"?)',
    'patches[0].sha256: there is none; a patch from https://host/p needs one',
    'patches[0].platforms: unknown platform "linux/amd46" (did you mean "linux/amd64"?)',
  ]);
});
