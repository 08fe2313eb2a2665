import { type ElfFacts, platformOf } from '@basewright/core';

import { type Member } from './closure';
import { nssModules, nsswitchText } from './nsswitch';
import { assertLoader, assertRunsOn } from './platform-check';
import { assertVersions } from './version-check';

const amd64 = platformOf('linux/amd64');

function facts(changes: Partial<ElfFacts> = {}): ElfFacts {
  return {
    ...amd64.elf,
    type: 'shared',
    interpreter: null,
    needed: [],
    soname: null,
    runpath: [],
    rpath: [],
    static: false,
    pie: false,
    relro: true,
    bindNow: true,
    textrel: false,
    executableStack: false,
    segmentAlignment: 0x1000,
    instructionSets: [],
    versionsNeeded: {},
    versionsDefined: [],
    stripped: true,
    ...changes,
  };
}

function member(imagePath: string, elf: Partial<ElfFacts>): Member {
  const one = { name: 'libc6', version: '2.41-12', architecture: 'amd64', sha256: '', size: 0 };
  return { imagePath, found: { package: one, path: imagePath, source: '' }, elf: facts(elf), neededBy: [] };
}

describe('assertVersions', () => {
  const program = { path: '/bin/x', elf: facts({ versionsNeeded: { 'libc.so.6': ['GLIBC_2.34', 'GLIBC_2.99'] } }) };

  it('names every version that is lacking', () => {
    const library = member('/lib/libc.so.6', { versionsDefined: ['GLIBC_2.34'] });
    expect(() => {
      assertVersions([program], [library]);
    }).toThrow(
      'cannot use these libraries together:\n  /bin/x needs GLIBC_2.99 of libc.so.6, which libc6 2.41-12 does not define',
    );
  });

  it('lets a library pass that defines no versions', () => {
    expect(() => {
      assertVersions([program], [member('/lib/libc.so.6', {})]);
    }).not.toThrow();
  });
});

describe('the platform checks', () => {
  it.each([
    [facts({ machine: 183 }), 'it is for linux/arm64, the image is for linux/amd64'],
    [
      facts({ machine: 40, bits: 32 }),
      'it is for linux/arm/v5 or linux/arm/v6 or linux/arm/v7, the image is for linux/amd64',
    ],
    [facts({ bits: 32 }), 'it is for machine 62, 32 bits, little-endian, the image is for linux/amd64'],
  ])('refuse code for another platform', (elf, cause) => {
    expect(() => {
      assertRunsOn(amd64, '/lib/x', elf);
    }).toThrow(`cannot use /lib/x: ${cause}`);
  });

  it("refuse another libc's interpreter", () => {
    expect(() => {
      assertLoader(amd64, '/bin/x', facts({ interpreter: '/lib/ld-musl-x86_64.so.1' }));
    }).toThrow(
      'cannot use /bin/x: its interpreter is /lib/ld-musl-x86_64.so.1, that of glibc on linux/amd64 is /lib64/ld-linux-x86-64.so.2',
    );
  });
});

describe('nsswitch.conf', () => {
  it('asks files, and DNS for hosts', () => {
    expect(nsswitchText()).toContain('\npasswd: files\n');
    expect(nsswitchText()).toContain('\nhosts: files dns\n');
  });

  it('names the modules of its services', () => {
    expect([...nssModules().keys()]).toEqual(['libnss_files.so.2', 'libnss_dns.so.2']);
    expect(nssModules().get('libnss_dns.so.2')).toEqual(['nsswitch.conf: hosts']);
  });
});
