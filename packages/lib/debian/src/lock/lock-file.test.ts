import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { exec } from '@basewright/core';
import { inTemporaryDirectory } from '@basewright/testing';

import { emptyLock, formatLock, type Lock, parseLock, readLock } from './lock-file';

const FILE = { archive: 'debian', path: 'pool/main/d/dash/dash_1_amd64.deb', size: 1, sha256: 'a'.repeat(64) };
const ARCHIVE = { suites: { trixie: 'b'.repeat(64) }, components: ['main'], pinnedAt: ['20261126T134412Z'] };
const LOCK: Lock = {
  ...emptyLock('trixie'),
  archives: { debian: ARCHIVE },
  packages: { 'dash:amd64=1': FILE },
  sources: { 'dash=1 dash_1.tar.xz': FILE },
  sets: { '0123456789abcdef': { request: { for: 'tools', names: ['dash'] }, packages: ['dash:amd64'] } },
};

const parsing = (change: Partial<Record<keyof Lock, unknown>>): (() => Lock) => {
  return () => parseLock('lock.json', JSON.stringify({ ...LOCK, ...change }));
};

it('reads what it writes, one package a line', () => {
  const text = formatLock(LOCK);
  expect(parseLock('lock.json', text)).toEqual(LOCK);
  expect(text).toContain(
    `    "dash:amd64=1": { "archive": "debian", "path": "${FILE.path}", "size": 1, "sha256": "${FILE.sha256}" }\n`,
  );
  const updated = formatLock({ ...LOCK, packages: { 'dash:amd64=2': { ...FILE, sha256: 'c'.repeat(64) } } });
  expect(updated.split('\n').filter((line, index) => line !== text.split('\n')[index])).toHaveLength(1);
});

it('is null where there is none, and says why it cannot be read', () =>
  inTemporaryDirectory(async (directory) => {
    expect(await readLock(join(directory, 'none.json'))).toBeNull();
    await expect(readLock(directory)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await writeFile(join(directory, 'lock.json'), formatLock(LOCK));
    expect(await readLock(join(directory, 'lock.json'))).toEqual(LOCK);
  }));

it.each<[string, Partial<Record<keyof Lock, unknown>>, string]>([
  ['a path that leads out of the archive', { packages: { 'dash:amd64=1': { ...FILE, path: 'pool/../x' } } }, 'path'],
  ['an absolute path', { packages: { 'dash:amd64=1': { ...FILE, path: '/etc/passwd' } } }, 'is no path in an archive'],
  ['a path with a blank', { packages: { 'dash:amd64=1': { ...FILE, path: 'pool/a b' } } }, 'is no path in an archive'],
  [
    'a digest that is none',
    { packages: { 'dash:amd64=1': { ...FILE, sha256: '../../victim' } } },
    'expected the 64 lower-case hexadecimal digits',
  ],
  ['a name that is none', { packages: { '--option:amd64=1': FILE } }, 'packages["--option:amd64=1"]'],
  ['a source file that leads away', { sources: { 'dash=1 ../x': FILE } }, 'sources["dash=1 ../x"]'],
  ['a set of what is not pinned', { packages: {} }, 'names dash:amd64, which it does not pin'],
  ['a package of an archive unknown', { archives: {} }, 'is from the archive debian, of which it says nothing'],
  [
    'a package of an archive that is a word of JavaScript',
    { packages: { 'dash:amd64=1': { ...FILE, archive: 'constructor' } } },
    'is from the archive constructor, of which it says nothing',
  ],
  ['a field too many', { more: 1 } as object, 'more'],
])('refuses %s', (_what, change, reason) => {
  expect(parsing(change)).toThrow(reason);
  expect(parsing(change)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }) as Error);
});

it.each([
  [1, 'nx g @basewright/nx:lock --keep'],
  [3, 'update the @basewright packages'],
])('says what to do with version %i', (lockVersion, hint) => {
  expect(parsing({ lockVersion })).toThrow(
    expect.objectContaining({ code: 'BAD_INPUT', hint: expect.stringContaining(hint) as string }) as Error,
  );
});

it('waits for no pipe, and reads nothing that is nested without end', () =>
  inTemporaryDirectory(async (directory) => {
    const pipe = join(directory, 'lock.json');
    await exec('mkfifo', [pipe]);
    await expect(readLock(pipe)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const text = formatLock(LOCK).replace('"for":', `"x": ${deep}, "for":`);
    expect(() => parseLock('lock.json', text)).toThrow('cannot read lock.json: it is nested more than 100 levels deep');
  }));

it('says what is wrong with what is no JSON', () => {
  expect(() => parseLock('lock.json', '<<<<<<< ours')).toThrow(/^cannot read lock\.json: /);
});
