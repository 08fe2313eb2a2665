import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { exec, librariesOutput, openStore, platformOf, readStage, stableJson } from '@basewright/core';
import { DEFAULT_SUITE, emptyLock, openApt, unpackPackages, withSets } from '@basewright/debian';
import { inTemporaryDirectory } from '@basewright/testing';

import { libraryPackages, librarySet, resolveLibraries } from '../src';
import { compiledStage, writeEmptyLock } from './stage-fixture';

/** The host's compiler makes the programs: like BusyBox they want libm and libresolv of a glibc that is not newer than Debian's. */
const SOURCE = `#include <math.h>
#include <resolv.h>
#include <stdlib.h>
int main(int argc, char **argv) { res_init(); return (int)pow(argc, atof(argv[0])); }
`;

jest.setTimeout(300_000);

const amd64 = platformOf('linux/amd64');
const LOADER = '/lib/ld-linux-x86-64.so.2';

async function compile(root: string, name: string, source: string, options: readonly string[] = []): Promise<string> {
  const path = join(root, name);
  await writeFile(`${path}.c`, source);
  await exec('gcc', ['-o', path, `${path}.c`, ...options]);
  return path;
}

/** A workspace with a compile stage whose busybox is compiled from `source`. */
async function workspace(
  root: string,
  source = SOURCE,
  options: readonly string[] = ['-Wl,--no-as-needed', '-lm', '-lresolv'],
) {
  const busybox = await compile(root, 'busybox', source, options);
  const getconf = await compile(root, 'getconf', 'int main(void) { return 0; }\n');
  const binaries = await compiledStage(root, amd64, { busybox, getconf });
  const lockFile = await writeEmptyLock(root);
  const base = { outputPath: 'libraries', platform: amd64.id, libc: 'glibc', binaries, lockFile } as const;
  return { base };
}

describe('library-resolve', () => {
  it('finds what a program needs, who needs it and where it goes', () =>
    inTemporaryDirectory(async (root) => {
      const { base } = await workspace(root);
      await resolveLibraries(base, root);
      const stage = await readStage(join(root, 'libraries'), librariesOutput, amd64.id);
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
      expect(Object.keys(files)).toEqual(['/etc/nsswitch.conf']);
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
      const { libraries } = await resolveLibraries(
        { ...base, libraries: ['stdc++', 'libnss', 'libz.so.1', 'dl', gconv] },
        root,
      );
      const found = Object.fromEntries(libraries.map((one) => [one.path, [one.package, ...one.neededBy]]));
      expect(found).toMatchObject({
        '/lib/libstdc++.so.6': ['libstdc++6', 'libraries: stdc++'],
        '/lib/libgcc_s.so.1': ['libgcc-s1', '/lib/libstdc++.so.6'],
        '/lib/libnss_compat.so.2': ['libc6', 'libraries: libnss'],
        '/lib/libnss_dns.so.2': ['libc6', 'libraries: libnss', 'nsswitch.conf: hosts'],
        '/lib/libz.so.1': ['zlib1g', 'libraries: libz.so.1'],
        '/lib/libdl.so.2': ['libc6', 'libraries: dl'],
        [gconv]: ['libc6', `libraries: ${gconv}`],
      });
      expect(await libraryPackages(openStore(), {}, amd64, ['numa', 'libz.so.1', 'dl'], null)).toEqual([
        'libnuma1',
        'zlib1g',
      ]);
    }));

  it('keeps to the lock, and then needs neither apt nor the network', () =>
    inTemporaryDirectory(async (root) => {
      const { base } = await workspace(root);
      const set = librarySet(amd64, ['zlib1g']);
      const packages = await (await openApt(openStore(), {}, set.architectures)).resolve(set.names);
      await unpackPackages(openStore(), {}, packages);
      const lock = withSets(emptyLock(DEFAULT_SUITE), { [set.key]: packages });
      await writeFile(join(root, base.lockFile), stableJson(lock));
      const debian = { mirror: 'file:/nowhere' };
      const { libraries } = await resolveLibraries({ ...base, libraries: ['z'], strict: true, debian }, root);
      expect(libraries.find(({ path }) => path === '/lib/libz.so.1')).toMatchObject({ package: 'zlib1g' });
    }));

  it('looks at no package for a static image', () =>
    inTemporaryDirectory(async (root) => {
      const program = await compile(root, 'static', 'int main(void) { return 0; }\n', ['-static']);
      const binaries = await compiledStage(root, amd64, { busybox: program, getconf: program }, 'musl');
      const options = {
        outputPath: 'libraries',
        platform: amd64.id,
        libc: 'musl',
        binaries,
        lockFile: 'none',
      } as const;
      // A mirror that cannot be asked shows that it is not.
      const body = await resolveLibraries({ ...options, debian: { mirror: 'file:/nowhere' } }, root);
      expect(body).toEqual({ libraries: [], links: {}, files: {} });
      await expect(resolveLibraries({ ...options, libraries: ['numa'] }, root)).rejects.toThrow(
        "cannot add numa: shared objects are supported on glibc, the image's libc is musl",
      );
    }));
});

describe('library-resolve refuses', () => {
  it('libraries that no package has, all at once, with the nearest name', () =>
    inTemporaryDirectory(async (root) => {
      const { base } = await workspace(root);
      const libraries = ['libstdd++.so.6', 'libnowhereatall.so.77'];
      await expect(resolveLibraries({ ...base, libraries }, root)).rejects.toMatchObject({
        code: 'NOT_FOUND',
        message: [
          'cannot find 2 libraries: no Debian package for amd64 has',
          '  libnowhereatall.so.77, wanted by libraries: libnowhereatall.so.77',
          '  libstdd++.so.6, wanted by libraries: libstdd++.so.6 (did you mean "libstdc++.so.6"?)',
        ].join('\n'),
      });
      await expect(stat(join(root, 'libraries'))).rejects.toThrow('ENOENT');
    }));

  it('a package the lock does not pin, when strict', () =>
    inTemporaryDirectory(async (root) => {
      const { base } = await workspace(root);
      await expect(resolveLibraries({ ...base, strict: true }, root)).rejects.toThrow(
        'cannot keep to the lock file: the lock file pins no set libraries/amd64',
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
        /^cannot use these libraries together:\n {2}\/bin\/busybox needs Z_99 of libz\.so\.1, which zlib1g \S+ does not define$/,
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
