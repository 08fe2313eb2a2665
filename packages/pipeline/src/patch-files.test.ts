import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isLike, patchFiles, patchMistakes } from './patch-files';

it.each([
  ['a', 'a', true],
  ['ab', 'a', false],
  ['01-a.patch', '*.patch', true],
  ['01-a.patch', '01*a*patch', true],
  ['aa', 'a*a', true],
  ['a', 'a*a', false],
  ['a'.repeat(200), `${'*a'.repeat(12)}b`, false],
  ['a.patch', 'a?patch', false],
])('%s is like %s: %s', (name, pattern, expected) => {
  expect(isLike(name, pattern)).toBe(expected);
});

it('takes no patch from outside the workspace', () => {
  const home = mkdtempSync(join(tmpdir(), 'patch-files-'));
  mkdirSync(join(home, 'workspace'));
  writeFileSync(join(home, 'secret'), '');
  symlinkSync('../secret', join(home, 'workspace/link'));
  for (const path of ['../secret', 'link'])
    expect(patchMistakes(join(home, 'workspace'), path, path)).toEqual([`${path} lies outside the workspace`]);
});

describe('patches', () => {
  const workspace = mkdtempSync(join(tmpdir(), 'patch-files-'));
  mkdirSync(join(workspace, 'p'));
  for (const name of ['02-b.patch', '01-a.patch', 'README', 'a b']) writeFileSync(join(workspace, 'p', name), '');

  it.each([
    ['p/README', ['p/README']],
    ['p/*.patch', ['p/01-a.patch', 'p/02-b.patch']],
    ['q/*.patch', []],
  ])('are the files that %s stands for, sorted', (path, files) => {
    expect(patchFiles(workspace, path)).toEqual(files);
  });

  it.each([
    ['p/*.patch', []],
    ['p', ['p is a directory: name the patches in it, "./p/*.patch"']],
    ['p/none.patch', ['there is no such patch: p/none.patch']],
    ['q/*.patch', ['there is no such patch: q/*.patch']],
    ['p/a*', ['"a b" cannot be the name of a patch (letters, digits and . _ + ~ - only)']],
  ])('are looked at where an image.json names %s', (path, mistakes) => {
    expect(patchMistakes(workspace, path, `./${path}`)).toEqual(mistakes);
  });
});
