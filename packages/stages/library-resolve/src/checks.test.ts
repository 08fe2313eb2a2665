import { platformOf } from '@basewright/core';
import { type ElfFacts } from '@basewright/elf';

import { type Member } from './closure';
import { nssModules, nsswitchText } from './nsswitch';
import { assertRuns, loaderProblem } from './platform-check';
import { versionProblems } from './resolve-needs';

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

function member(imagePath: string, elf: Partial<ElfFacts>, links = {}): Member {
  const one = {
    name: 'libc6',
    version: '2.41-12',
    architecture: 'amd64',
    archive: 'debian',
    path: 'pool/x',
    sha256: '',
    size: 0,
  };
  return { imagePath, links, found: { package: one, path: imagePath, source: '' }, elf: facts(elf), neededBy: [] };
}

describe('versionProblems', () => {
  const program = { path: '/bin/x', elf: facts({ versionsNeeded: { 'libc.so.6': ['GLIBC_2.34', 'GLIBC_2.99'] } }) };
  const problem = '/bin/x needs GLIBC_2.99 of libc.so.6, which libc6 2.41-12 does not define';

  it.each([
    ['names every version that is lacking', member('/lib/libc.so.6', { versionsDefined: ['GLIBC_2.34'] }), [problem]],
    [
      'knows a library by its other names',
      member('/lib/libother.so.6', { versionsDefined: ['GLIBC_2.34'] }, { '/lib/libc.so.6': 'libother.so.6' }),
      [problem],
    ],
    ['lets a library pass that defines no versions', member('/lib/libc.so.6', {}), []],
  ])('%s', (_what, library, expected) => {
    expect(versionProblems([program], [library])).toEqual(expected);
  });
});

describe('the platform checks', () => {
  it("tell another libc's interpreter", () => {
    const musl = facts({ interpreter: '/lib/ld-musl-x86_64.so.1' });
    const problem =
      'its interpreter is /lib/ld-musl-x86_64.so.1, that of glibc on linux/amd64 is /lib64/ld-linux-x86-64.so.2';
    expect(loaderProblem(amd64, musl)).toBe(problem);
    expect(() => {
      assertRuns(amd64, '/bin/x', musl);
    }).toThrow(`cannot use /bin/x: ${problem}`);
  });
});

describe('nsswitch.conf', () => {
  it('asks files, and DNS for hosts', () => {
    expect(nsswitchText()).toContain('\npasswd: files\n');
    expect(nsswitchText()).toContain('\nhosts: files dns\n');
  });

  it('names the modules of its services', () => {
    const text =
      '# passwd: none\npasswd: files systemd # compat\n hosts : files mdns4_minimal [NOTFOUND=return] dns\n\n';
    expect(nssModules(text)).toEqual([
      { soname: 'libnss_files.so.2', reasons: ['nsswitch.conf: passwd', 'nsswitch.conf: hosts'], builtIn: true },
      { soname: 'libnss_systemd.so.2', reasons: ['nsswitch.conf: passwd'], builtIn: false },
      { soname: 'libnss_mdns4_minimal.so.2', reasons: ['nsswitch.conf: hosts'], builtIn: false },
      { soname: 'libnss_dns.so.2', reasons: ['nsswitch.conf: hosts'], builtIn: true },
    ]);
    expect(nssModules(nsswitchText()).map(({ soname }) => soname)).toEqual(['libnss_files.so.2', 'libnss_dns.so.2']);
  });
});
