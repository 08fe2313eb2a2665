import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type DebianPackage, stableJson } from '@basewright/core';
import { inTemporaryDirectory } from '@basewright/testing';

import { emptyLock, lockedSet, readLock, withSets } from './lock';

const dash = (version: string, architecture = 'amd64'): DebianPackage => ({
  ...{ name: 'dash', version, architecture, sha256: version.repeat(32), size: 1 },
});
const make: DebianPackage = { ...dash('4'), name: 'make' };

describe('withSets', () => {
  const lock = withSets(emptyLock('trixie'), { one: [make, dash('1')], two: [dash('1')] });

  it('pins each package once, whatever sets it is in', () => {
    expect(Object.keys(lock.packages).sort()).toEqual(['dash:amd64', 'make:amd64']);
    expect(lock.sets).toEqual({ one: ['dash:amd64', 'make:amd64'], two: ['dash:amd64'] });
  });

  it('replaces a set, and drops what no set names any more', () => {
    const after = withSets(lock, { one: [dash('2')] });
    expect(after.sets).toEqual({ one: ['dash:amd64'], two: ['dash:amd64'] });
    expect(after.packages).toEqual({ 'dash:amd64': { version: '2', sha256: '2'.repeat(32), size: 1 } });
  });

  it('keeps packages of two architectures apart', () => {
    const after = withSets(lock, { one: [dash('1'), dash('2', 'arm64')] });
    expect(after.packages).toMatchObject({ 'dash:amd64': { version: '1' }, 'dash:arm64': { version: '2' } });
  });

  it('leaves the lock it was given as it was', () => {
    const before = structuredClone(lock);
    withSets(lock, { three: [make] });
    expect(lock).toEqual(before);
  });
});

describe('lockedSet', () => {
  it('gives the packages of a set, sorted, as they were put in', () => {
    const lock = withSets(emptyLock('trixie'), { one: [make, dash('1', 'arm64'), dash('1')] });
    expect(lockedSet(lock, 'one')).toEqual([dash('1'), dash('1', 'arm64'), make]);
  });

  it('is null without a lock, or a set of that name', () => {
    expect(lockedSet(null, 'one')).toBeNull();
    expect(lockedSet(emptyLock('trixie'), 'one')).toBeNull();
  });

  it('refuses a set that names what is not pinned', () => {
    const lock = { ...emptyLock('trixie'), sets: { one: ['dash:amd64'] } };
    expect(() => lockedSet(lock, 'one')).toThrow(
      'cannot use the lock file: a set names dash:amd64, which it does not pin',
    );
  });
});

describe('readLock', () => {
  const reading = (text: string | null): Promise<unknown> =>
    inTemporaryDirectory(async (directory) => {
      const path = join(directory, 'lock.json');
      if (text !== null) await writeFile(path, text);
      return readLock(path);
    });

  it('reads what withSets wrote, and is null where there is none', async () => {
    const lock = withSets(emptyLock('trixie'), { one: [make] });
    expect(await reading(stableJson(lock))).toEqual(lock);
    expect(await reading(null)).toBeNull();
  });

  it.each([
    ['no JSON', '{', 'Expected property name'],
    ['another version', stableJson({ ...emptyLock('trixie'), lockVersion: 2 }), 'lockVersion'],
    ['a field too many', stableJson({ ...emptyLock('trixie'), packages_: {} }), 'packages_'],
    ['a package without digest', stableJson({ ...emptyLock('x'), packages: { 'a:b': { version: '1' } } }), 'sha256'],
  ])('says what is wrong with %s', async (_, text, reason) => {
    await expect(reading(text)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringMatching(new RegExp(`^cannot read .*lock\\.json: [^]*${reason}`)) as string,
      hint: 'write it anew with `nx g @basewright/nx:lock`',
    });
  });
});
