import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { exec } from '@basewright/core';

import { dynamicSymbols, readElf, readProtections } from '../src';

const SOURCE = '#include <stdio.h>\nint main(void) { puts("x"); return 0; }\n';

/** How the host's compiler is asked for each kind of file. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  'position-independent': ['-pie', '-fPIE', '-g'],
  'fixed address': ['-no-pie', '-fno-pie', '-s'],
  static: ['-static', '-no-pie', '-fno-pie'],
  'static-pie': ['-static-pie', '-fPIE', '-s'],
  library: ['-shared', '-fPIC', '-Wl,-soname,libsample.so.3', '-Wl,-z,now', '-Wl,-rpath,/opt/a:/opt/b'],
  'old tags': ['-no-pie', '-Wl,--disable-new-dtags,-rpath,/opt/c', '-Wl,-z,norelro', '-Wl,-z,lazy'],
  'executable stack': ['-no-pie', '-Wl,-z,execstack'],
  relocatable: ['-c'],
  'newer processors': ['-pie', '-Wl,-z,x86-64-v3'],
};

const directory = mkdtemp(join(tmpdir(), 'basewright-elf-'));
afterAll(async () => {
  await rm(await directory, { recursive: true });
});

describe('readElf says what readelf says', () => {
  it.each(Object.entries(KINDS))('of a file compiled as %s', async (kind, options) => {
    const base = join(await directory, kind.replaceAll(' ', '-'));
    await writeFile(`${base}.c`, SOURCE);
    await exec('gcc', [...options, '-o', base, `${base}.c`]);
    await expectAsReadelf(base);
  });

  it.each(['libc.so.6', 'libm.so.6', 'libstdc++.so.6', 'libgcc_s.so.1', 'libresolv.so.2'])('of %s', async (name) => {
    const found = await exec('gcc', [`-print-file-name=${name}`]);
    await expectAsReadelf(found.stdout.trim());
  });

  it('of the program that runs this', () => expectAsReadelf(process.execPath));
});

it('reads the same without section headers', async () => {
  const whole = await readFile((await exec('gcc', ['-print-file-name=libc.so.6'])).stdout.trim());
  const without = Buffer.from(whole);
  // e_shoff and e_shnum of a 64-bit header.
  without.fill(0, 40, 48).fill(0, 60, 62);
  expect(readElf(without)).toEqual({ ...readElf(whole), stripped: true });
});

it('reads the names that a file imports and exports, as nm does', async () => {
  const path = (await exec('gcc', ['-print-file-name=libstdc++.so.6'])).stdout.trim();
  const names = async (kind: string): Promise<string[]> => {
    const { stdout } = await exec('nm', [
      '--dynamic',
      '--format=just-symbols',
      '--without-symbol-versions',
      kind,
      path,
    ]);
    return [...new Set(stdout.split('\n').filter(Boolean))].sort();
  };
  const { imported, exported } = dynamicSymbols(await readFile(path));
  expect([...imported].sort()).toEqual(await names('--undefined-only'));
  const versions = readElf(await readFile(path)).versionsDefined;
  expect([...exported].sort()).toEqual((await names('--defined-only')).filter((name) => !versions.includes(name)));
});

describe('a weak symbol version', () => {
  // GNU ld gives the flag to no program, so it is set afterwards: the 16 bits before vna_other of V_2.
  const weaken = (program: Buffer, version: string): Buffer => {
    const changed = Buffer.from(program);
    const hash = Buffer.alloc(4);
    hash.writeUInt32LE(elfHash(version));
    changed.writeUInt16LE(2, changed.indexOf(Buffer.concat([hash, Buffer.alloc(2)])) + 4);
    return changed;
  };

  it('is one that the loader does without, and is not among those needed', async () => {
    const at = (name: string) => directory.then((base) => join(base, name));
    await writeFile(
      await at('weak.c'),
      'int one(void) { return 0; }\n#ifdef TWO\nint two(void) { return 0; }\n#endif\n',
    );
    await writeFile(await at('old.map'), 'V_1 { global: one; local: *; };\n');
    await writeFile(await at('new.map'), 'V_1 { global: one; };\nV_2 { global: two; } V_1;\n');
    await writeFile(
      await at('user.c'),
      'int one(void), two(void) __attribute__((weak));\nint main(void) { return one() + (two ? two() : 0); }\n',
    );
    const library = async (options: readonly string[], version: string): Promise<void> => {
      const script = `-Wl,-soname,libweak.so.1,--version-script,${await at(version)}`;
      await exec('gcc', ['-shared', '-fPIC', ...options, script, '-o', await at('libweak.so.1'), await at('weak.c')]);
    };
    await library(['-DTWO'], 'new.map');
    await exec('gcc', [
      '-o',
      await at('user'),
      await at('user.c'),
      await at('libweak.so.1'),
      `-Wl,-rpath,${await directory}`,
    ]);
    await library([], 'old.map');
    const strict = await readFile(await at('user'));
    await expect(exec(await at('user'), [])).rejects.toThrow("version `V_2' not found");
    expect(readElf(strict).versionsNeeded['libweak.so.1']).toContain('V_2');
    await writeFile(await at('user'), weaken(strict, 'V_2'));
    await exec(await at('user'), []);
    expect(readElf(await readFile(await at('user'))).versionsNeeded['libweak.so.1']).toEqual(['V_1']);
  });
});

/** The hash of a version's name in vna_hash (System V ABI, "Hash Table"). */
function elfHash(name: string): number {
  let hash = 0;
  for (const byte of Buffer.from(name)) {
    hash = (hash << 4) + byte;
    const high = hash & 0xf0000000;
    hash = (hash ^ (high >>> 24)) & ~high;
  }
  return hash >>> 0;
}

async function expectAsReadelf(path: string): Promise<void> {
  const { stdout } = await exec('readelf', ['--wide', '-h', '-l', '-d', '-V', '-S', '-n', path]);
  expect(summary(readElf(await readFile(path)))).toEqual(fromReadelf(stdout));
}

function summary(facts: ReturnType<typeof readElf>) {
  const { machine, static: isStatic, ...rest } = facts;
  return { ...rest, static: isStatic, named: MACHINES[machine] };
}

const MACHINES: Readonly<Record<number, string>> = {
  62: 'Advanced Micro Devices X86-64',
  183: 'AArch64',
  3: 'Intel 80386',
};
const TYPES: Readonly<Record<string, string>> = { EXEC: 'executable', DYN: 'shared', REL: 'relocatable' };

/** The same facts, from readelf's text. */
function fromReadelf(text: string) {
  const all = (pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
  const one = (pattern: RegExp): string | null => all(pattern)[0] ?? null;
  const interpreter = one(/Requesting program interpreter: ([^\]]+)\]/g);
  const needed = all(/\(NEEDED\) .*\[(.*)\]/g);
  const alignments = all(/^ {2}LOAD .* (0x[0-9a-f]+)$/gm).map(Number);
  const flags1 = one(/\(FLAGS_1\) +(.*)/g) ?? '';
  const flags = `${one(/\(FLAGS\) +(.*)/g) ?? ''} ${flags1}`;
  const soname = one(/\(SONAME\) .*\[(.*)\]/g);
  const type = TYPES[one(/^ {2}Type: +(\w+)/gm) ?? ''];
  return {
    named: one(/^ {2}Machine: +(.*)$/gm),
    bits: one(/Class: +ELF(\d+)/g) === '64' ? 64 : 32,
    endian: one(/Data: .*(little|big) endian/g),
    type,
    interpreter,
    needed,
    soname,
    runpath: (one(/\(RUNPATH\) .*\[(.*)\]/g) ?? '').split(':').filter(Boolean),
    rpath: (one(/\(RPATH\) .*\[(.*)\]/g) ?? '').split(':').filter(Boolean),
    static: interpreter === null && needed.length === 0,
    pie: flags1.includes('PIE') || (type === 'shared' && interpreter !== null && soname === null),
    relro: /GNU_RELRO/.test(text),
    bindNow: /BIND_NOW|NOW/.test(flags) || /\(BIND_NOW\)/.test(text),
    textrel: /TEXTREL/.test(text),
    executableStack: /GNU_STACK .* RWE /.test(text),
    segmentAlignment: alignments.length === 0 ? 0 : Math.min(...alignments),
    instructionSets: (one(/x86 ISA needed: ([^\n]*)/g)?.split(', ') ?? []).map((set) => set.replace('-baseline', '')),
    versionsNeeded: neededVersions(text),
    versionsDefined: all(/Flags: (?!BASE).* Cnt: \d+ +Name: (\S+)/g),
    stripped: !/ SYMTAB |\.z?debug/.test(text),
  };
}

function neededVersions(text: string): Record<string, string[]> {
  const result: Record<string, string[]> = {};
  let current: string[] = [];
  for (const line of text.split('\n')) {
    const file = /Version: 1 +File: (\S+)/.exec(line)?.[1];
    if (file !== undefined) result[file] = current = [];
    const name = /Name: (\S+) +Flags: .* Version: \d+/.exec(line)?.[1];
    if (name !== undefined) current.push(name);
  }
  return result;
}

const PROTECTABLE = `
#include <string.h>
int awk_main(int n, char **v) { char a[64], b[9000]; strcpy(a, v[0]); strcpy(b, a); return b[n]; }
int main(int n, char **v) { return awk_main(n, v); }
`;

describe('readProtections', () => {
  const PLAIN = [
    '-Os',
    '-fno-stack-protector',
    '-U_FORTIFY_SOURCE',
    '-fcf-protection=none',
    '-fno-stack-clash-protection',
  ];
  const [PROTECTOR, PROBES] = ['-fstack-protector-all', '-fstack-clash-protection'];
  const none = { stackSegment: true, controlFlow: [], stackProtector: false, fortify: false, stackProbes: false };

  it.each<[string, string[], object]>([
    ['nothing', [], {}],
    ['a canary, of a shared libc', [PROTECTOR], { stackProtector: true }],
    ['a canary, of a static libc', [PROTECTOR, '-static'], { stackProtector: true }],
    ['none of its own on a libc that has some', ['-static'], {}],
    ['probes', [PROBES], { stackProbes: true }],
    ['checking functions', ['-D_FORTIFY_SOURCE=2'], { fortify: true }],
  ])('sees %s', async (what, options, found) => {
    const base = join(await directory, `protected-${what.replace(/\W/g, '-')}`);
    await writeFile(`${base}.c`, PROTECTABLE);
    await exec('gcc', [...PLAIN, ...options, '-o', base, `${base}.c`]);
    await exec('strip', ['-o', `${base}.stripped`, base]);
    const isOwn = (name: string): boolean => name === 'awk_main';
    const protections = readProtections(await readFile(`${base}.stripped`), await readFile(base), isOwn);
    expect(protections).toEqual({ ...none, signedReturns: null, ...found });
  });
});
