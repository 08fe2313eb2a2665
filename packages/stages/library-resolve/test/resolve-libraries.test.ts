import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type DebianPackage, libraryResolveOutput, readStage } from '@basewright/contracts';
import { exec, openStore, type Platform, platformOf } from '@basewright/core';
import {
  DEFAULT_SUITE,
  emptyLock,
  formatLock,
  identitySet,
  type Lock,
  packageArchives,
  readLock,
  requestOf,
  withSets,
} from '@basewright/debian';
import { inTemporaryDirectory, pinnedFor, REPOSITORY_LOCK } from '@basewright/testing';

import { librarySet, requestedBy, requestedSets, resolveLibraries, type WrittenNeeds } from '../src';
import { amd64, archiveSettings, compile, compiledStage, SOURCE, workspace, writeEmptyLock } from './stage-fixture';

jest.setTimeout(300_000);

/** Not in Debian for every architecture. */
const DMIDECODE = { package: 'dmidecode', path: '/usr/sbin/dmidecode' };
const PCRE_PACKAGES = ['libpcre2-16-0', 'libpcre2-32-0', 'libpcre2-8-0', 'libpcre2-posix3'];

const LOADER = '/lib/ld-linux-x86-64.so.2';

/** What a lock has to pin for an image that asks for something. */
async function setsFor(root: string, platform: Platform, needs: WrittenNeeds, base: DebianPackage[]) {
  const image = await requestedBy(root, platform, { name: 'tiny', needs });
  if (image === null) throw new Error('it asks for something');
  const atHand = { base, likely: [], before: emptyLock(DEFAULT_SUITE) };
  const { sets } = await requestedSets(root, await archiveSettings(), image, { name: 'tiny', needs }, atHand);
  return sets;
}

describe('library-resolve', () => {
  it('finds what a program needs, who needs it and where it goes', () =>
    inTemporaryDirectory(async (root) => {
      const { base } = await workspace(root);
      await resolveLibraries(base, root);
      const stage = await readStage(join(root, 'libraries'), libraryResolveOutput, amd64.id);
      const { libraries, links, files } = stage.body;
      expect(Object.fromEntries(libraries.map(({ path, neededBy }) => [path, neededBy]))).toEqual({
        [LOADER]: ['/bin/busybox', '/bin/getconf', '/lib/libc.so.6', '/lib/libm.so.6'],
        '/lib/libc.so.6': expect.arrayContaining(['/bin/busybox', '/bin/getconf', '/lib/libm.so.6']) as string[],
        '/lib/libm.so.6': ['/bin/busybox'],
        '/lib/libnss_dns.so.2': ['nsswitch.conf: hosts'],
        '/lib/libnss_files.so.2': expect.arrayContaining(['nsswitch.conf: passwd']) as string[],
        '/lib/libresolv.so.2': ['/bin/busybox'],
      });
      expect(new Set(libraries.map((one) => one.package))).toEqual(new Set(['libc6']));
      expect(libraries.map(({ file }) => file.mode.toString(8))).toEqual(['755', '644', '644', '644', '644', '644']);
      expect(links).toEqual({ '/lib64': 'lib' });
      expect(Object.keys(files)).toEqual(['/etc/nsswitch.conf', '/var/lib/dpkg/status.d/libc6']);
      expect(stage.body.packages).toMatchObject([{ name: 'libc6', architecture: 'amd64' }]);
      const record = await readFile(join(root, 'libraries/files/var/lib/dpkg/status.d/libc6'), 'utf8');
      expect(record).toMatch(/^Package: libc6\n(?:.*\n)*Source: glibc\n/);
      expect(record).toContain(`\nVersion: ${stage.body.packages[0]?.version ?? ''}\n`);
      expect(stage.body.debian?.osRelease).toMatch(/^ID=debian$/m);
      expect(stage.body.debian?.version).toMatch(/^\d+\.\d+\n$/);
      for (const { file } of libraries) await stage.file(file);
    }));

  it('gives the same bytes again, whatever the umask', () =>
    inTemporaryDirectory(async (root) => {
      const { base } = await workspace(root);
      await resolveLibraries(base, root);
      const umask = process.umask(0o077);
      try {
        await resolveLibraries({ ...base, outputPath: 'again' }, root);
      } finally {
        process.umask(umask);
      }
      for (const name of ['stage.json', 'inputs.json']) {
        expect(await readFile(join(root, 'again', name), 'utf8')).toBe(
          await readFile(join(root, 'libraries', name), 'utf8'),
        );
      }
    }));

  it('runs the program with nothing but what it found', () =>
    inTemporaryDirectory(async (root) => {
      const { base } = await workspace(
        root,
        '#include <pwd.h>\n#include <stdio.h>\nint main(void) { return getpwnam("nobody") ? 1 : puts("ran") < 0; }\n',
        [],
      );
      const { links } = await resolveLibraries(base, root);
      const files = join(root, 'libraries/files');
      const tree = Object.entries(links).flatMap(([path, target]) => ['--symlink', target, path]);
      const { stdout } = await exec('bwrap', [
        ...['--unshare-all', '--ro-bind', `${files}/lib`, '/lib', '--ro-bind', `${files}/etc`, '/etc', ...tree],
        ...['--ro-bind', join(root, 'compile/busybox'), '/bin/busybox', '/bin/busybox'],
      ]);
      expect(stdout).toBe('ran\n');
    }));

  it('adds libraries by name, SONAME and path, with what they need', () =>
    inTemporaryDirectory(async (root) => {
      const { base } = await workspace(root);
      const gconv = '/usr/lib/x86_64-linux-gnu/gconv/UTF-16.so';
      const { libraries, remarks } = await resolveLibraries(
        { ...base, libraries: ['stdc++', 'libnss', 'libz.so.1', 'dl', 'librt.so.1', gconv] },
        root,
      );
      // A SONAME says that the library is wanted as it is.
      expect(remarks.filter((remark) => /empty stub/.test(remark)).join()).toMatch(/libraries: dl: (?!.*librt)/);
      const found = Object.fromEntries(libraries.map((one) => [one.path, [one.package, ...one.neededBy]]));
      expect(found).toMatchObject({
        '/lib/libstdc++.so.6': ['libstdc++6', 'libraries: stdc++'],
        '/lib/libgcc_s.so.1': ['libgcc-s1', '/lib/libstdc++.so.6'],
        '/lib/libnss_compat.so.2': ['libc6', 'libraries: libnss'],
        '/lib/libnss_dns.so.2': ['libc6', 'libraries: libnss', 'nsswitch.conf: hosts'],
        '/lib/libz.so.1': ['zlib1g', 'libraries: libz.so.1'],
        '/lib/libdl.so.2': ['libc6', 'libraries: dl'],
        '/lib/librt.so.1': ['libc6', 'libraries: librt.so.1'],
        [gconv]: ['libc6', `libraries: ${gconv}`],
      });
    }));

  it('keeps to the lock, and then needs neither apt nor the network', () =>
    inTemporaryDirectory(async (root) => {
      const { base } = await workspace(root);
      const asked = { libraries: ['z', 'pcre'], programs: [{ package: 'ethtool', path: '/usr/sbin/ethtool' }] };
      const libc = await pinnedFor('libraries/amd64');
      const sets = await setsFor(root, amd64, asked, libc);
      expect(sets.map(({ set: { names, purpose } }) => [purpose, names])).toEqual([
        ['requested/tiny/amd64', ['ethtool', 'libmnl0', ...PCRE_PACKAGES, 'zlib1g'].map((name) => `${name}:amd64`)],
        ['requested/tiny/amd64/libpcre', PCRE_PACKAGES.map((name) => `${name}:amd64`)],
      ]);
      const { debian, ...offline } = base;
      const identity = { set: identitySet(amd64), packages: await pinnedFor('identity/amd64') };
      const pinned = [{ set: librarySet(amd64), packages: libc }, identity, ...sets];
      for (const { packages } of pinned) await packageArchives(openStore(), debian, packages);
      const lock = { ...emptyLock(DEFAULT_SUITE), archives: (await readLock(REPOSITORY_LOCK))?.archives ?? {} };
      const added = pinned.map(({ packages, set }) => ({ request: requestOf(set), packages }));
      await writeFile(join(root, base.lockFile), formatLock(withSets(lock, added)));
      const { libraries, programs, remarks } = await resolveLibraries(
        { ...offline, ...asked, strict: true, debian: { mirror: 'file:/nowhere' } },
        root,
      );
      expect(libraries.find(({ path }) => path === '/lib/libz.so.1')).toMatchObject({ package: 'zlib1g' });
      expect(programs.map(({ path, package: name }) => [path, name])).toEqual([['/usr/sbin/ethtool', 'ethtool']]);
      expect(remarks).toEqual([
        'libraries: pcre: no library is called that; taken are those that begin so: ' +
          'libpcre2-16.so.0, libpcre2-32.so.0, libpcre2-8.so.0, libpcre2-posix.so.3',
      ]);
      // The same again from a mirror whose index of files cannot be had: the lock says what `pcre` begins.
      const image = await requestedBy(root, amd64, { name: 'tiny', needs: asked });
      if (image === null) throw new Error('it asks for something');
      const atHand = { base: libc, likely: sets.flatMap(({ packages }) => packages) };
      const settings = { mirror: 'file:/nowhere' };
      const again = (before: Lock) =>
        requestedSets(root, settings, image, { name: 'tiny', needs: asked }, { ...atHand, before });
      const { sets: same, withoutIndex } = await again(withSets(lock, added));
      expect(withoutIndex).toMatchObject({ code: 'UNREACHABLE' });
      expect(same).toEqual(sets);
      await expect(again(lock)).rejects.toMatchObject({ code: 'UNREACHABLE' });
    }));

  it('looks at no package for a static image', () =>
    inTemporaryDirectory(async (root) => {
      const program = await compile(root, 'static', 'int main(void) { return 0; }\n', ['-static']);
      const compiled = await compiledStage(root, amd64, { busybox: program, getconf: program }, 'musl');
      const options = {
        name: 'tiny',
        outputPath: 'libraries',
        platform: amd64.id,
        libc: 'musl',
        compile: compiled,
        lockFile: 'none',
      } as const;
      // A mirror that cannot be asked shows that it is not.
      const body = await resolveLibraries({ ...options, debian: { mirror: 'file:/nowhere' } }, root);
      expect(body).toEqual({
        libraries: [],
        programs: [],
        links: {},
        files: {},
        packages: [],
        debian: null,
        gaps: [],
        remarks: [],
        departures: [],
      });
      const libraries = ['numa', { list: 'images/tiny/libs.txt' }];
      await expect(resolveLibraries({ ...options, libraries }, root)).rejects.toThrow(
        "cannot add numa, images/tiny/libs.txt: shared objects are supported on glibc, the image's libc is musl",
      );
    }));
});

describe('library-resolve refuses', () => {
  it('libraries that no package has, all at once, with the nearest name', () =>
    inTemporaryDirectory(async (root) => {
      const { base } = await workspace(root);
      const libraries = ['libstdd++.so.6', 'libnowhereatall.so.77', 'nuna'];
      await expect(resolveLibraries({ ...base, libraries }, root)).rejects.toMatchObject({
        code: 'NOT_FOUND',
        message: [
          'cannot resolve the libraries for linux/amd64:',
          '  libraries[2] "nuna": no Debian package for amd64 has libnuna.so.* (did you mean "numa"?)',
          '  libraries[1]: no Debian package for amd64 has libnowhereatall.so.77',
          '  libraries[0]: no Debian package for amd64 has libstdd++.so.6 (did you mean "libstdc++.so.6"?)',
        ].join('\n'),
      });
      await expect(stat(join(root, 'libraries'))).rejects.toThrow('ENOENT');
    }));

  it('a package that one platform has not, when it is to be pinned', () =>
    inTemporaryDirectory(async (root) => {
      await expect(setsFor(root, platformOf('linux/arm/v5'), { programs: [DMIDECODE] }, [])).rejects.toThrow(
        'tiny: cannot resolve the libraries for linux/arm/v5:\n  programs[0].package: cannot find the Debian package dmidecode for armel: trixie has it for',
      );
    }));

  it('a package the lock does not pin, when strict', () =>
    inTemporaryDirectory(async (root) => {
      const { base } = await workspace(root);
      await writeEmptyLock(root);
      await expect(resolveLibraries({ ...base, strict: true }, root)).rejects.toThrow(
        'cannot keep to the lock file: it pins no set libraries/amd64',
      );
    }));

  it('a program that wants a symbol version the library does not define', () =>
    inTemporaryDirectory(async (root) => {
      const versions = join(root, 'versions');
      await writeFile(versions, 'Z_99 { global: inflate_all; };\n');
      const zlib = await compile(root, 'libz.so.1', 'int inflate_all(void) { return 0; }\n', [
        ...['-shared', '-fPIC', '-Wl,-soname,libz.so.1', `-Wl,--version-script,${versions}`],
      ]);
      const { base } = await workspace(root, 'int inflate_all(void); int main(void) { return inflate_all(); }\n', [
        zlib,
      ]);
      await expect(resolveLibraries(base, root)).rejects.toThrow(
        /^cannot resolve the libraries for linux\/amd64:\n {2}\/bin\/busybox needs Z_99 of libz\.so\.1, which zlib1g \S+ does not define$/,
      );
    }));

  it("another libc's programs", () =>
    inTemporaryDirectory(async (root) => {
      const loader = '/lib/ld-musl-x86_64.so.1';
      const { base } = await workspace(root, SOURCE, ['-lm', '-lresolv', `-Wl,--dynamic-linker,${loader}`]);
      await expect(resolveLibraries(base, root)).rejects.toThrow(
        `cannot use /bin/busybox: its interpreter is ${loader}`,
      );
      await expect(resolveLibraries({ ...base, libc: 'musl' }, root)).rejects.toThrow(
        'cannot use compile: its libc is glibc, expected musl',
      );
    }));

  it('programs for another platform', () =>
    inTemporaryDirectory(async (root) => {
      const { base } = await workspace(root);
      const arm64 = platformOf('linux/arm64');
      const programs = { busybox: join(root, 'busybox'), getconf: join(root, 'getconf') };
      await compiledStage(root, arm64, programs);
      await expect(resolveLibraries({ ...base, platform: arm64.id }, root)).rejects.toThrow(
        'cannot use /bin/busybox: it is for linux/amd64, the image is for linux/arm64',
      );
    }));
});
