import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isLike, patchFiles } from './patch-files';

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
  for (const path of ['../secret', 'link']) {
    expect(() => patchFiles(join(home, 'workspace'), 'image.json', [path])).toThrow(
      `cannot use image.json: patches outside the workspace: ${path}`,
    );
  }
});

describe('patchFiles', () => {
  const workspace = mkdtempSync(join(tmpdir(), 'patch-files-'));
  mkdirSync(join(workspace, 'p'));
  for (const name of ['02-b.patch', '01-a.patch', 'README']) writeFileSync(join(workspace, 'p', name), '');

  it('expands a star, sorted, and keeps the order of the paths', () => {
    expect(patchFiles(workspace, 'image.json', ['p/README', 'p/*.patch'])).toEqual([
      'p/README',
      'p/01-a.patch',
      'p/02-b.patch',
    ]);
  });

  it('says how to name the patches of a directory', () => {
    expect(() => patchFiles(workspace, 'image.json', ['p'])).toThrow(
      expect.objectContaining({
        message: 'cannot use image.json: no patch but a directory: p',
        hint: 'name the patches in it: "p/*.patch" (relative to image.json)',
      }) as Error,
    );
  });

  it('names every path without a file', () => {
    expect(() => patchFiles(workspace, 'image.json', ['p/none.patch', 'q/*.patch'])).toThrow(
      'cannot use image.json: no such patch: p/none.patch, q/*.patch',
    );
  });
});
