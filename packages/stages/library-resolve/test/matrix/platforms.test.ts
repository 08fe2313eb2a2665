import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { exec, openStore, PLATFORMS } from '@basewright/core';
import { readElf } from '@basewright/elf';
import { glibcLoader } from '@basewright/libcs';
import { inTemporaryDirectory, pinnedFor } from '@basewright/testing';

import { resolveLibraries } from '../../src';
import { compiledStage, copyLock, REPOSITORY } from '../stage-fixture';

jest.setTimeout(300_000);

/** One platform for each architecture of Debian. */
const ARCHITECTURES = PLATFORMS.filter(({ id }) => id !== 'linux/arm/v6');

const NET = join(REPOSITORY, 'images/busybox-glibc-net');
const PROGRAMS = [
  { package: 'iproute2', path: '/usr/bin/ip' },
  { package: 'ethtool', path: '/usr/sbin/ethtool' },
];

/** Real programs for a platform: dynamic ones of a package that is pinned for all. */
async function programsFor(architecture: string): Promise<string> {
  const packages = await pinnedFor(`requested/busybox-glibc-net/${architecture}`);
  const sha256 = packages.find(({ name }) => name === 'iproute2')?.sha256 ?? '';
  return join(openStore().packages, sha256);
}

describe.each(ARCHITECTURES)('$id', (platform) => {
  it('gets a closed set in which the loader finds everything', () =>
    inTemporaryDirectory(async (root) => {
      const unpacked = await programsFor(platform.debianArch);
      const own = { busybox: join(unpacked, 'usr/bin/lnstat'), getconf: join(unpacked, 'usr/bin/nstat') };
      const compile = await compiledStage(root, platform, own);
      const options = {
        // As the lock knows what is asked for.
        name: 'busybox-glibc-net',
        outputPath: 'libraries',
        platform: platform.id,
        libc: 'glibc',
        compile,
        lockFile: await copyLock(root),
        strict: true,
      } as const;
      await copyFile(join(NET, 'lib-requires.txt'), join(root, 'lib-requires.txt'));
      const asked = { libraries: [{ list: 'lib-requires.txt' }], programs: PROGRAMS };
      const { libraries, links, programs, remarks } = await resolveLibraries({ ...options, ...asked }, root);
      expect(programs.map(({ path }) => path)).toEqual(PROGRAMS.map(({ path }) => path));
      const merged = ['pthread', 'dl', 'rt'].map(
        (name) => `lib-requires.txt: lib${name}: glibc has made it part of libc.so.6`,
      );
      for (const start of merged) expect(remarks.some((remark) => remark.startsWith(start))).toBe(true);
      const paths = new Set(libraries.map(({ path }) => path));
      const loader = glibcLoader(platform).replace(/^\/lib64\//, '/lib/');
      expect(paths.has(loader)).toBe(true);
      expect(links).toEqual(loader === glibcLoader(platform) ? {} : { '/lib64': 'lib' });
      for (const { path, file } of libraries) {
        const bytes = await readFile(join(root, 'libraries', file.path));
        const elf = readElf(bytes);
        expect(elf).toMatchObject(platform.elf);
        for (const needed of elf.needed) expect(paths.has(`/lib/${needed}`)).toBe(true);
        await expectAsReadelf(join(root, 'libraries', file.path));
        // The list of directories that ld.so searches, as it is in the loader itself.
        if (path === loader)
          expect(bytes.includes('/\0/lib/\0/usr/lib/\0') || bytes.includes('/lib/\0/usr/lib/\0')).toBe(true);
      }
    }));
});

/** Compares with binutils, which reads every platform's files, what is read here in another way. */
async function expectAsReadelf(path: string): Promise<void> {
  const elf = readElf(await readFile(path));
  const { stdout } = await exec('readelf', ['--wide', '-d', '-V', path]);
  const all = (pattern: RegExp): string[] => [...stdout.matchAll(pattern)].map((match) => match[1] ?? '');
  expect(elf.needed).toEqual(all(/\(NEEDED\) .*\[(.*)\]/g));
  expect([elf.soname]).toEqual(all(/\(SONAME\) .*\[(.*)\]/g));
  expect(elf.versionsDefined).toEqual(all(/Flags: (?!BASE).* Cnt: \d+ +Name: (\S+)/g));
  expect(Object.values(elf.versionsNeeded).flat()).toEqual(all(/Name: (\S+) +Flags: .* Version: \d+/g));
}
