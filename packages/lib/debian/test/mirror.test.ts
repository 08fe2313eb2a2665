import { readdir, rm } from 'node:fs/promises';

import { openApt, sourceFile, unpackPackages } from '../src';
import { HOST, pathOf, SOURCE, textOf } from './tiny-archive';
import { makeOld, namesOf, saying, withArchives } from './with-archives';

const LIB = { name: 'lib', version: '1.0' };
const PACKAGES = `debian/dists/trixie/main/binary-${HOST}/Packages`;

it('resolves dependencies as if nothing were installed, by name, version and the bytes of the index', () =>
  withArchives(async ({ main, settings, store }) => {
    await main.publish('trixie', [{ name: 'app', version: '1:1.0~rc1-2', depends: 'lib (>= 1.0) | other' }, LIB]);
    const { result: apt } = await saying(() => openApt(store, settings, [HOST]));
    expect(namesOf(await apt.resolve(['app']))).toEqual(['app 1:1.0~rc1-2', 'lib 1.0']);
    expect(await apt.packageFor('lib')).toMatchObject({ version: '1.0', archive: 'debian', path: pathOf(LIB) });
    await expect(apt.packageFor('libb')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'cannot find the Debian package libb: trixie has none of that name (did you mean "lib"?)',
    });
    await expect(apt.resolve(['libb'])).rejects.toThrow(
      /^cannot resolve the Debian packages libb: apt-get ended [^]*Unable to locate package libb/,
    );
  }));

it('takes the newest of a suite, its other suites and its security updates, as apt does', () =>
  withArchives(async ({ main, security, server, settings, store }) => {
    await main.publish('trixie', [LIB]);
    await main.publish('trixie-proposed', [{ ...LIB, version: '1.1' }]);
    await security.publish('trixie-security', [{ ...LIB, version: '1.2' }]);
    const more = { ...settings, moreSuites: ['trixie-proposed'] };
    const { result: two } = await saying(() => openApt(store, more, [HOST]));
    expect(await two.packageFor('lib')).toMatchObject({ version: '1.1', archive: 'debian' });
    const secure = { ...more, securityMirror: `${server.address}debian-security/` };
    const { result: apt } = await saying(() => openApt(store, secure, [HOST]));
    expect(await apt.packageFor('lib')).toMatchObject({ version: '1.2', archive: 'debian-security' });
  }));

it('says so when there is no mirror, and goes on with an index of an earlier day', () =>
  withArchives(async ({ main, settings, store }) => {
    await expect(saying(() => openApt(store, settings, [HOST]))).rejects.toMatchObject({
      code: 'UNREACHABLE',
      message: expect.stringMatching(/^cannot read the package indexes of trixie \(deb, \w+\)/) as string,
      hint: expect.stringContaining('debian.mirror') as string,
    });
    await main.publish('trixie', [LIB]);
    await saying(() => openApt(store, settings, [HOST]).then((apt) => apt.refresh()));
    await rm(main.directory, { recursive: true });
    await makeOld(store);
    const { result: apt, said } = await saying(() => openApt(store, settings, [HOST]));
    expect(said).toMatch(
      /warning: the package indexes of trixie \(deb, \w+\) could not be read anew, those of \d{4}-\d\d-\d\d are used/,
    );
    expect(namesOf(await apt.resolve(['lib']))).toEqual(['lib 1.0']);
  }));

it('believes no release that another key has signed', () =>
  withArchives(async ({ main, settings, store }) => {
    await main.publish('trixie', [LIB], { otherKey: true });
    await expect(saying(() => openApt(store, settings, [HOST]))).rejects.toMatchObject({
      code: 'UNREACHABLE',
      message: expect.stringMatching(/NO_PUBKEY|not signed|couldn't be verified/) as string,
    });
  }));

it('says of an index of another size than the release says that it cannot be read, not that nobody has a package', () =>
  withArchives(async ({ main, server, settings, store }) => {
    await main.publish('trixie', [LIB]);
    server.troubles.set(PACKAGES, { body: 'Package: other\n' });
    await expect(saying(() => openApt(store, settings, [HOST]))).rejects.toMatchObject({ code: 'UNREACHABLE' });
    server.troubles.clear();
    await makeOld(store);
    const { result: apt } = await saying(() => openApt(store, settings, [HOST]));
    expect(namesOf(await apt.resolve(['lib']))).toEqual(['lib 1.0']);
  }));

it('keeps nothing of a package with other bytes than the pinned ones', () =>
  withArchives(async ({ main, settings, store }) => {
    await main.publish('trixie', [LIB]);
    const { result: found } = await saying(async () => (await openApt(store, settings, [HOST])).resolve(['lib']));
    const pinned = found.map((one) => ({ ...one, sha256: 'a'.repeat(64) }));
    await expect(saying(() => unpackPackages(store, settings, pinned))).rejects.toMatchObject({
      code: 'CHECKSUM_MISMATCH',
      message: expect.stringContaining(`lib 1.0 (${HOST}), sha256 ${'a'.repeat(64)}`) as string,
    });
    expect(await readdir(store.packages).catch(() => [])).toEqual([]);
    const { result: directories } = await saying(() => unpackPackages(store, settings, found));
    expect(await textOf(directories.get(found[0]?.sha256 ?? ''), 'lib')).toBe('1.01.01.01');
    expect(await readdir(store.packages)).toContain(found[0]?.sha256);
  }));

it('names the nearest file of a source package', () =>
  withArchives(async ({ main, settings, store }) => {
    for (const suite of ['trixie', 'forky', 'sid']) await main.publish(suite, []);
    const wanted = { source: SOURCE.name, file: 'thing_1.0.orig.tar.xz', directory: main.directory };
    await expect(saying(() => sourceFile(store, settings, wanted))).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: `cannot find thing_1.0.orig.tar.xz: no version of Debian's source package thing has it (did you mean "${SOURCE.file}"?)`,
    });
    await expect(saying(() => sourceFile(store, settings, { ...wanted, source: 'nothing' }))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  }));
