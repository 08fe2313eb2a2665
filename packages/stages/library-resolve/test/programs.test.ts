import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { libraryResolveOutput, readStage } from '@basewright/contracts';
import { exec } from '@basewright/core';
import { inTemporaryDirectory } from '@basewright/testing';

import { locateLibrary, resolveLibraries } from '../src';
import { amd64, workspace } from './stage-fixture';

jest.setTimeout(300_000);

const IP = { package: 'iproute2', path: '/usr/bin/ip' };
const LOCALE = { package: 'libc-bin', path: '/usr/lib/locale/C.utf8' };
const GCONV = { package: 'libc6', path: '/usr/lib/{multiarch}/gconv' };
const CERTIFICATES = { package: 'ca-certificates', path: '/etc/ssl/certs/ca-certificates.crt' };

/** What is printed meanwhile. */
async function printed(action: () => Promise<unknown>): Promise<string> {
  const lines: string[] = [];
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  try {
    await action();
  } finally {
    spy.mockRestore();
  }
  return lines.join('');
}

it('adds a program with all it needs, and says what it may ask for besides', () =>
  inTemporaryDirectory(async (root) => {
    const { base } = await workspace(root);
    const said = await printed(() => resolveLibraries({ ...base, programs: [IP] }, root));
    const { body } = await readStage(join(root, 'libraries'), libraryResolveOutput, amd64.id);
    expect(body.programs).toMatchObject([{ path: '/usr/bin/ip', package: 'iproute2', file: { mode: 0o755 } }]);
    const needed = Object.fromEntries(body.libraries.map(({ path, neededBy }) => [path, neededBy]));
    expect(needed['/lib/libelf.so.1']).toContain('/usr/bin/ip');
    expect(needed['/lib/libpcre2-8.so.0']).toEqual(['/lib/libselinux.so.1']);
    const shown = (path: string): string[] => ['--ro-bind', join(root, 'libraries/files', path), path];
    const links = ['--symlink', 'lib', '/lib64'];
    const { stdout } = await exec('bwrap', [
      '--unshare-all',
      ...shown('/lib'),
      ...links,
      ...shown('/usr'),
      IP.path,
      '-V',
    ]);
    expect(stdout).toMatch(/^ip utility, iproute2-/);
    expect(body.gaps.map(({ kind }) => kind)).toContain('dlopen');
    expect(said).toContain('%s/link_%s.so is opened by name');
    expect(said).toMatch(
      /warning: what programs may ask for at run time is not all in the image for linux\/amd64:\n {2}/,
    );
  }));

it('adds directories of packages, links and files that are made on installation, and their gaps are filled', () =>
  inTemporaryDirectory(async (root) => {
    const { base } = await workspace(root);
    const zone = { package: 'tzdata', path: '/usr/share/zoneinfo/Europe' };
    const options = { ...base, libraries: ['stdc++', 'libkrb5.so.3'] };
    const before = await resolveLibraries(options, root);
    const after = await resolveLibraries({ ...options, programs: [GCONV, LOCALE, CERTIFICATES, zone] }, root);
    const kinds = ({ gaps }: typeof before): string[] => gaps.map(({ kind }) => kind);
    expect(kinds(before)).toEqual(expect.arrayContaining(['gconv', 'locales', 'nss', 'time-zones']));
    expect(kinds(after)).not.toEqual(expect.arrayContaining(['gconv']));
    for (const kind of ['gconv', 'locales', 'time-zones']) expect(kinds(after)).not.toContain(kind);
    const paths = new Map(after.programs.map(({ path, package: name }) => [path, name]));
    expect(paths.get('/usr/lib/x86_64-linux-gnu/gconv/gconv-modules')).toBe('libc6');
    expect(paths.get('/usr/lib/locale/C.utf8/LC_CTYPE')).toBe('libc-bin');
    expect(paths.get('/usr/share/zoneinfo/Europe/Berlin')).toBe('tzdata');
    // A module's own library lies beside it, where $ORIGIN says: it is not copied to /lib as well.
    expect(after.libraries.map(({ path }) => path)).not.toContain('/lib/libJIS.so');
    const bundle = await readFile(join(root, 'libraries/files', CERTIFICATES.path), 'utf8');
    expect(bundle.match(/-----BEGIN CERTIFICATE-----\n/g)?.length).toBeGreaterThan(100);
  }));

it("takes the author's nsswitch.conf, with the modules it names", () =>
  inTemporaryDirectory(async (root) => {
    const { base } = await workspace(root);
    await writeFile(
      join(root, 'nsswitch.conf'),
      'passwd: files systemd\nhosts: files mdns4_minimal [NOTFOUND=return] dns\n',
    );
    const { libraries, files, packages } = await resolveLibraries({ ...base, nsswitch: 'nsswitch.conf' }, root);
    const found = Object.fromEntries(libraries.map(({ path, package: name, neededBy }) => [path, [name, ...neededBy]]));
    expect(found).toMatchObject({
      '/lib/libnss_systemd.so.2': ['libnss-systemd', 'nsswitch.conf: passwd'],
      '/lib/libnss_mdns4_minimal.so.2': ['libnss-mdns', 'nsswitch.conf: hosts'],
    });
    expect(await readFile(join(root, 'libraries/files/etc/nsswitch.conf'), 'utf8')).toContain('mdns4_minimal');
    const names = packages.map(({ name }) => name);
    expect(names).toEqual([...new Set(libraries.map((one) => one.package))].sort());
    expect(names).toEqual(expect.arrayContaining(['libc6', 'libnss-mdns', 'libnss-systemd']));
    expect(Object.keys(files)).toEqual([
      '/etc/nsswitch.conf',
      ...names.map((name) => `/var/lib/dpkg/status.d/${name}`),
    ]);
  }));

it('reads lists, and names the list and line of what no package has', () =>
  inTemporaryDirectory(async (root) => {
    const { base } = await workspace(root);
    await writeFile(join(root, 'lib-requires.txt'), '# needed\nlibz,\n\nlibpthread; libnuna\n');
    const list = ['m', { list: 'lib-requires.txt' }];
    await expect(resolveLibraries({ ...base, libraries: list }, root)).rejects.toThrow(
      'cannot resolve the libraries for linux/amd64:\n' +
        '  lib-requires.txt:4 "libnuna": no Debian package for amd64 has libnuna.so.* (did you mean "numa"?)',
    );
    await writeFile(join(root, 'lib-requires.txt'), '# needed\nlibz,\n\nlibpthread; libnuma\n');
    const { libraries, remarks } = await resolveLibraries({ ...base, libraries: list }, root);
    expect(libraries.find(({ path }) => path === '/lib/libnuma.so.1')?.neededBy).toEqual(['lib-requires.txt: libnuma']);
    expect(remarks).toEqual([
      'lib-requires.txt: libpthread: glibc has made it part of libc.so.6; /lib/libpthread.so.0 is an empty stub for programs linked before that',
    ]);
    await expect(resolveLibraries({ ...base, libraries: ['a b', { list: 'none.txt' }, '*'] }, root)).rejects.toThrow(
      /^cannot add libraries:\n {2}libraries\[0\]: "a b" is not the name of a library\n {2}libraries\[1\]: cannot read none\.txt: there is no such file\n {2}libraries\[2\]/,
    );
  }));

it('refuses programs that cannot be had or used, all at once', () =>
  inTemporaryDirectory(async (root) => {
    const { base } = await workspace(root);
    const programs = [
      { package: 'iproute22', path: '/usr/bin/ip' },
      { package: 'ethtool', path: '/usr/bin/ethtool' },
      { package: 'ethtool', path: '/usr/sbin/ethtol' },
      { package: 'libc6-arm64-cross', path: '/usr/aarch64-linux-gnu/lib/ld-linux-aarch64.so.1' },
      { package: 'musl', path: '/lib/ld-musl-x86_64.so.1' },
      { package: 'bsdextrautils', path: '/usr/bin/lorder' },
      { package: 'debianutils', path: '/usr/bin/savelog' },
    ];
    await expect(resolveLibraries({ ...base, programs }, root)).rejects.toMatchObject({
      code: 'CHECK_FAILED',
      message: expect.stringMatching(
        new RegExp(
          [
            '^cannot resolve the libraries for linux/amd64:',
            '  programs\\[0\\]\\.package: cannot find the Debian package iproute22: trixie has none of that name \\(did you mean "iproute2"\\?\\)',
            '  programs\\[1\\]\\.path: ethtool \\S+ has no /usr/bin/ethtool \\(it has .*/usr/sbin/ethtool.*\\)',
            '  programs\\[2\\]\\.path: ethtool \\S+ has no /usr/sbin/ethtol \\(did you mean "/usr/sbin/ethtool"\\?\\)',
            '  programs\\[5\\]\\.path: bsdextrautils \\S+ has no /usr/bin/lorder.*',
            '  programs\\[3\\]: /usr/aarch64-linux-gnu/lib/ld-linux-aarch64\\.so\\.1 of libc6-arm64-cross cannot be used: it is for linux/arm64, the image is for linux/amd64',
            '  programs\\[6\\]: /usr/bin/savelog of debianutils cannot be used: it is a script for /bin/sh, which is not in the image',
          ].join('\n'),
        ),
      ) as string,
    });
  }));

it('tells where a library is', () =>
  inTemporaryDirectory(async (root) => {
    const { base } = await workspace(root);
    const options = { ...base, programs: [IP] };
    const told = (name: string): Promise<string> => locateLibrary(name, options, root);
    expect(await told('libelf')).toMatch(
      /libelf\.so\.1\n {2}package +libelf1t64 \S+\n {2}in Debian +\/usr\/lib\/x86_64-linux-gnu\/libelf\.so\.1\.?\S*\n {2}in the image +\/lib\/libelf\.so\.1 \(linux\/amd64\)\n {2}because of +(\S+ -> )*\/usr\/bin\/ip.* -> \/lib\/libelf\.so\.1\n/,
    );
    expect(await told('numa')).toContain(
      [
        'libnuma.so.1',
        '  package       libnuma1',
        '  in Debian     /usr/lib/x86_64-linux-gnu/libnuma.so.1',
        '  in the image  no (linux/amd64)',
        '  to add it     "libraries": ["libnuma.so.1"]',
      ].join('\n'),
    );
    await expect(told('libnuna')).rejects.toThrow(
      'cannot find library "libnuna": no Debian package for amd64 has it (did you mean "numa"?)',
    );
    await expect(told('a b')).rejects.toThrow('cannot find "a b": it is not the name of a library');
  }));
