import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { openApt, sourceFile, unpackPackages } from '../src';
import { HOST, namesOf, textOf, withArchive } from './tiny-archive';

const LIB = { name: 'lib', version: '1.0' };

let write: jest.SpiedFunction<typeof process.stdout.write>;
beforeEach(() => {
  write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => {
  write.mockRestore();
});

it('resolves dependencies as if nothing were installed, by name, version and the bytes of the index', () =>
  withArchive(async ({ publish, settings, store }) => {
    await publish({ name: 'app', version: '1:1.0~rc1-2', depends: 'lib (>= 1.0) | other' }, LIB);
    const apt = await openApt(store, settings, [HOST]);
    expect(namesOf(await apt.resolve(['app']))).toEqual(['app 1:1.0~rc1-2', 'lib 1.0']);
    expect(namesOf([await apt.packageFor('lib')])).toEqual(['lib 1.0']);
    await expect(apt.packageFor('libb')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'cannot find the Debian package libb: trixie has none of that name (did you mean "lib"?)',
    });
    await expect(apt.resolve(['libb'])).rejects.toThrow(
      /^cannot resolve the Debian packages libb: apt-get ended [^]*Unable to locate package libb/,
    );
  }));

it('says so when there is no mirror, and goes on with an index of an earlier day', () =>
  withArchive(async ({ directory, publish, settings, store }) => {
    await expect(openApt(store, settings, [HOST])).rejects.toMatchObject({
      code: 'UNREACHABLE',
      message: expect.stringMatching(/^cannot read the package indexes of trixie \(deb, \w+\): apt-get /) as string,
      hint: expect.stringContaining('option debian.mirror') as string,
    });
    await publish(LIB);
    const apt = await openApt(store, settings, [HOST]);
    await rm(directory, { recursive: true });
    await apt.refresh();
    expect(write.mock.calls.map(([text]) => text).join('')).toMatch(
      /warning: the package indexes of trixie \(deb, \w+\) could not be refreshed, what is at hand is used/,
    );
    expect(namesOf(await apt.resolve(['lib']))).toEqual(['lib 1.0']);
  }));

it('believes no index that another key has signed', () =>
  withArchive(async ({ changeKey, publish, settings, store }) => {
    await changeKey();
    await publish(LIB);
    await expect(openApt(store, settings, [HOST])).rejects.toMatchObject({
      code: 'UNREACHABLE',
      message: expect.stringMatching(/NO_PUBKEY|not signed|couldn't be verified/) as string,
    });
  }));

it('keeps nothing of a package with other bytes than its index says', () =>
  withArchive(async ({ directory, publish, settings, store }) => {
    await publish(LIB);
    const found = await (await openApt(store, settings, [HOST])).resolve(['lib']);
    await writeFile(join(directory, 'pool', `lib_1.0_${HOST}.deb`), Buffer.alloc(found[0]?.size ?? 0));
    await expect(unpackPackages(store, settings, found)).rejects.toThrow(/Hash Sum mismatch/);
    expect(await readdir(store.packages)).toEqual([]);
  }));

it('keeps nothing of a package with other bytes than the pinned ones', () =>
  withArchive(async ({ publish, settings, store }) => {
    await publish(LIB);
    const found = await (await openApt(store, settings, [HOST])).resolve(['lib']);
    const pinned = found.map((one) => ({ ...one, sha256: 'a'.repeat(64) }));
    await expect(unpackPackages(store, settings, pinned)).rejects.toMatchObject({
      code: 'CHECKSUM_MISMATCH',
      message: `cannot use lib 1.0 (${HOST}): the mirror's file has another sha256 than the pinned ${'a'.repeat(64)}`,
    });
    expect(await readdir(store.packages)).toEqual([]);
    const directories = await unpackPackages(store, settings, found);
    expect(await textOf(directories.get(found[0]?.sha256 ?? ''), 'lib')).toBe('1.01.01.01');
    expect(await readdir(store.packages)).toEqual([found[0]?.sha256]);
  }));

it('names the nearest file of a source package', () =>
  withArchive(async ({ directory, publish, settings, store }) => {
    await publish();
    const wanted = { source: 'thing', file: 'thing_1.0.orig.tar.xz', directory };
    await expect(sourceFile(store, settings, wanted)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message:
        'cannot find thing_1.0.orig.tar.xz: no version of Debian\'s source package thing has it (did you mean "thing_1.0.orig.tar.gz"?)',
    });
    await expect(sourceFile(store, settings, { ...wanted, source: 'nothing' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  }));
