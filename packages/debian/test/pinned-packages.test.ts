import { readdir, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';

import { type DebianPackage, type Store } from '@basewright/core';

import { emptyLock, openApt, pinnedPackages, unpackPackages, withSets } from '../src';
import { HOST, namesOf, textOf, type TinyArchive, withArchive } from './tiny-archive';

const SET = { key: 'tools', names: ['app'], architectures: [HOST] };
const APP_1 = { name: 'app', version: '1.0', depends: 'lib' };
const LIB_1 = { name: 'lib', version: '1.0' };

/** What is said to the user meanwhile. */
async function saying<T>(action: () => Promise<T>): Promise<{ result: T; said: string }> {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    const result = await action();
    return { result, said: write.mock.calls.map(([text]) => String(text)).join('') };
  } finally {
    write.mockRestore();
  }
}

/** Makes every index an hour older. */
async function anHourLater({ apt }: Store): Promise<void> {
  const before = new Date(Date.now() - 3_600_000);
  for (const name of await readdir(apt)) await utimes(join(apt, name, 'updated'), before, before);
}

/** An archive with version 1.0 of two packages, and what a lock pins of it. */
async function withLocked(
  test: (
    archive: TinyArchive,
    pinned: (strict?: boolean) => Promise<{ result: DebianPackage[]; said: string }>,
  ) => Promise<void>,
): Promise<void> {
  await withArchive(async (archive) => {
    const { settings, store, publish } = archive;
    await publish(APP_1, LIB_1);
    const { result: apt } = await saying(() => openApt(store, settings, [HOST]));
    const lock = withSets(emptyLock('trixie'), { tools: await apt.resolve(['app']) });
    await test(archive, (strict = false) => saying(() => pinnedPackages(SET, { store, settings, lock, strict })));
  });
}

it('takes what the lock pins while the mirror has it, newer versions or not', () =>
  withLocked(async ({ publish, store }, pinned) => {
    await publish(APP_1, LIB_1, { ...LIB_1, version: '2.0' });
    await anHourLater(store);
    const { result, said } = await pinned(true);
    expect(namesOf(result)).toEqual(['app 1.0', 'lib 1.0']);
    expect(said).not.toContain('warning');
  }));

describe('when the mirror has withdrawn a version', () => {
  it("takes the suite's current packages, and says which for which", () =>
    withLocked(async ({ publish, settings, store }, pinned) => {
      await publish({ name: 'app', version: '1.1' }, { ...LIB_1, version: '2.0' });
      await anHourLater(store);
      const { result, said } = await pinned();
      expect(namesOf(result)).toEqual(['app 1.1']);
      expect(said).toContain("warning: the mirror no longer has what the lock file pins, the suite's current packages");
      expect(said).toContain(`\n  app:${HOST} 1.0 -> 1.1\n  lib:${HOST} 1.0 -> gone\n`);
      const { result: directories } = await saying(() => unpackPackages(store, settings, result));
      expect(await textOf(directories.get(result[0]?.sha256 ?? ''), 'app')).toBe('1.11.11.11');
    }));

  it('is an error that names both, with strict', () =>
    withLocked(async ({ publish, store }, pinned) => {
      await publish(APP_1, { ...LIB_1, version: '2.0' });
      await anHourLater(store);
      await expect(pinned(true)).rejects.toMatchObject({
        code: 'NOT_FOUND',
        message: `cannot keep to the lock file: the mirror no longer has what it pins:\n  lib:${HOST} 1.0 -> 2.0`,
        hint: expect.stringContaining('nx g @basewright/nx:lock') as string,
      });
    }));

  it('takes other bytes under the same version for another package', () =>
    withLocked(async ({ publish, store }, pinned) => {
      await publish(APP_1, { ...LIB_1, size: 11 });
      await anHourLater(store);
      await expect(pinned(true)).rejects.toThrow(`lib:${HOST} 1.0 -> 1.0`);
    }));

  it('is said as it is when that happens between choosing and downloading', () =>
    withLocked(async ({ publish, settings, store }, pinned) => {
      const { result } = await pinned();
      await publish(APP_1, { ...LIB_1, version: '2.0' });
      await expect(saying(() => unpackPackages(store, settings, result))).rejects.toMatchObject({
        code: 'NOT_FOUND',
        message: 'cannot download Debian packages: the mirror no longer has lib 1.0',
      });
      expect(await readdir(store.packages)).toEqual([]);
    }));

  it('does not matter once the store has it, with or without a mirror', () =>
    withLocked(async ({ directory, publish, settings, store }, pinned) => {
      const { result } = await pinned();
      await saying(() => unpackPackages(store, settings, result));
      await publish({ name: 'app', version: '9' });
      await anHourLater(store);
      expect((await pinned(true)).result).toEqual(result);
      await rm(directory, { recursive: true });
      const again = await pinned(true);
      expect(again).toEqual({ result, said: '' });
      expect((await unpackPackages(store, settings, result)).size).toBe(2);
    }));
});

it('warns of a set that is not pinned, and refuses it with strict', () =>
  withArchive(async ({ publish, settings, store }) => {
    await publish(APP_1, LIB_1);
    const options = { store, settings, lock: emptyLock('trixie'), strict: false };
    const { result, said } = await saying(() => pinnedPackages(SET, options));
    expect(namesOf(result)).toEqual(['app 1.0', 'lib 1.0']);
    expect(said).toContain('warning: tools is not in the lock file');
    await expect(pinnedPackages(SET, { ...options, strict: true })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }));
