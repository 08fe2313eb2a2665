import { platformOf } from '@basewright/core';

import { missingLibraries } from './missing-libraries';
import { type NodeFacts, type TreeFacts } from './tree-facts';

const AMD64 = platformOf('linux/amd64');
const GLIBC = '/lib64/ld-linux-x86-64.so.2';
const MINE = 'rootfs.files[0] (dist/serve)';

type Elf = Extract<NonNullable<NodeFacts['program']>, { kind: 'elf' }>['elf'];

function file(elf: Partial<Elf>, origin?: string): NodeFacts {
  const plain: Elf = {
    machine: AMD64.elf.machine,
    bits: 64,
    endian: 'little',
    type: 'shared',
    interpreter: null,
    needed: [],
    soname: null,
    runpath: [],
    rpath: [],
    versionsNeeded: {},
    versionsDefined: [],
  };
  const program = { kind: 'elf' as const, elf: { ...plain, ...elf } };
  return { type: 'file', mode: 0o755, program, ...(origin === undefined ? {} : { origin }) };
}

const BASE: readonly (readonly [string, NodeFacts])[] = [
  [GLIBC, file({ soname: 'ld-linux-x86-64.so.2' })],
  ['/lib/x86_64-linux-gnu/libc.so.6', file({ soname: 'libc.so.6' })],
];

const lacking = (nodes: readonly (readonly [string, NodeFacts])[], base = BASE): Record<string, readonly string[]> => {
  const facts: TreeFacts = { nodes: new Map([...base, ...nodes]), texts: {}, libraryCache: {}, shells: [] };
  return Object.fromEntries(missingLibraries(facts, AMD64).map(({ library, files }) => [library, files]));
};
const program = (needed: string[], more: Partial<Elf> = {}): NodeFacts =>
  file({ interpreter: GLIBC, needed, ...more }, MINE);

it('names what is nowhere, with who needs it, through what packages brought as well', () => {
  const nodes = [
    ['/usr/bin/b', program(['libz.so.1', 'libc.so.6'])],
    ['/usr/bin/a', program(['libz.so.1', 'libssl.so.3'])],
    ['/usr/lib/x86_64-linux-gnu/libssl.so.3', file({ soname: 'libssl.so.3', needed: ['libcrypto.so.3'] }, 'package x')],
    ['/srv/module.node', file({ needed: ['libuv.so.1'] }, MINE)],
  ] as const;
  expect(lacking(nodes)).toEqual({
    'libcrypto.so.3': ['/usr/bin/a'],
    'libuv.so.1': ['/srv/module.node'],
    'libz.so.1': ['/usr/bin/a', '/usr/bin/b'],
  });
});

it.each<[string, readonly [string, NodeFacts]]>([
  ["a package's own program", ['/usr/bin/x', file({ interpreter: GLIBC, needed: ['libz.so.1'] }, 'package x')]],
  ['a program for another machine', ['/usr/bin/x', program(['libz.so.1'], { machine: 183 })]],
  ['a program on musl', ['/usr/bin/x', program(['libz.so.1'], { interpreter: '/lib/ld-musl-x86_64.so.1' })]],
  ['a module for musl', ['/x.node', file({ needed: ['libc.musl-x86_64.so.1', 'libz.so.1'] }, MINE)]],
  ['a path that is no name', ['/usr/bin/x', program(['../lib/x y.so'])]],
])('looks for nothing for %s', (_what, node) => {
  expect(lacking([node])).toEqual({});
});

it('leaves alone what the author brought, and what no loader would start', () => {
  const own = ['/opt/lib/libown.so.1', file({ soname: 'libown.so.1' }, MINE)] as const;
  expect(lacking([own, ['/usr/bin/x', program(['libown.so.1'])]])).toEqual({});
  expect(lacking([['/usr/bin/x', program(['libz.so.1'])]], [])).toEqual({});
});
