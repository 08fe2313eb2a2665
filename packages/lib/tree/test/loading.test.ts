import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, posix, resolve } from 'node:path';

import { exec, hostDebianArch, PLATFORMS } from '@basewright/core';
import { glibcLoader } from '@basewright/libcs';

import { findFindings, type NodeFacts, programOf, startOf, type TreeFacts } from '../src';

const native = PLATFORMS.find(({ debianArch }) => debianArch === hostDebianArch());
if (native === undefined) throw new Error('these tests need a machine of one of the platforms');
const platform = native;

const root = mkdtemp(join(tmpdir(), 'basewright-loading-'));
afterAll(async () => {
  await rm(await root, { recursive: true });
});

/** Options of the compiler for libraries and a program, and what is done to the tree afterwards. */
interface Case {
  /** By path in the tree, each with a function of its name; the program is the last. */
  readonly files: Readonly<Record<string, readonly string[]>>;
  readonly links?: Readonly<Record<string, string>>;
  readonly removed?: readonly string[];
}

const shared = (soname: string, ...more: string[]): string[] => ['-shared', '-fPIC', `-Wl,-soname,${soname}`, ...more];
const NEW = '-Wl,--enable-new-dtags';
const OLD = '-Wl,--disable-new-dtags';

const CASES: Readonly<Record<string, Case>> = {
  'in its RUNPATH': {
    files: { '/a/liba.so.1': shared('liba.so.1'), '/bin/x': [NEW, '-Wl,-rpath,$ORIGIN/../a', '@/a/liba.so.1'] },
  },
  'in the RUNPATH of the program only, for what a library needs': {
    files: {
      '/a/liba.so.1': shared('liba.so.1'),
      '/a/libb.so.1': shared('libb.so.1', '@/a/liba.so.1'),
      '/bin/x': [NEW, '-Wl,-rpath,$ORIGIN/../a', '@/a/libb.so.1'],
    },
  },
  'in the RPATH of the program only, for what a library needs': {
    files: {
      '/a/liba.so.1': shared('liba.so.1'),
      '/a/libb.so.1': shared('libb.so.1', '@/a/liba.so.1'),
      '/bin/x': [OLD, '-Wl,-rpath,$ORIGIN/../a', '@/a/libb.so.1'],
    },
  },
  'in the RPATH of the program, through a library with a RUNPATH': {
    files: {
      '/a/liba.so.1': shared('liba.so.1'),
      '/b/libc1.so.1': shared('libc1.so.1', '@/a/liba.so.1'),
      '/a/libb.so.1': shared('libb.so.1', NEW, '-Wl,-rpath,$ORIGIN/../b', '@/b/libc1.so.1'),
      '/bin/x': [OLD, '-Wl,-rpath,$ORIGIN/../a', '@/a/libb.so.1'],
    },
  },
  'where the link to a library is, whose ORIGIN is not that of the file': {
    files: {
      '/a/liba.so.1': shared('liba.so.1'),
      '/b/libb.so.1': shared('libb.so.1', NEW, '-Wl,-rpath,$ORIGIN', '@/a/liba.so.1'),
      '/bin/x': [NEW, '-Wl,-rpath,$ORIGIN/../a', '@/b/libb.so.1'],
    },
    links: { '/a/libb.so.1': '../b/libb.so.1' },
  },
  'not where the file of a library is that a link leads to': {
    files: {
      '/a/liba.so.1': shared('liba.so.1'),
      '/a/libb.so.1': shared('libb.so.1', NEW, '-Wl,-rpath,$ORIGIN', '@/a/liba.so.1'),
      '/bin/x': [NEW, '-Wl,-rpath,$ORIGIN/../b', '@/a/libb.so.1'],
    },
    links: { '/b/libb.so.1': '../a/libb.so.1' },
  },
  'by a link': {
    files: { '/a/liba.so.1.2': shared('liba.so.1'), '/bin/x': [NEW, '-Wl,-rpath,$ORIGIN/../a', '@/a/liba.so.1.2'] },
    links: { '/a/liba.so.1': 'liba.so.1.2' },
  },
  'by a program behind a link, whose ORIGIN is that of the file': {
    files: { '/opt/a/liba.so.1': shared('liba.so.1'), '/opt/a/x': [NEW, '-Wl,-rpath,$ORIGIN', '@/opt/a/liba.so.1'] },
    links: { '/bin/x': '../opt/a/x' },
  },
  'as one that is loaded already': {
    files: {
      '/a/liba.so.1': shared('liba.so.1'),
      '/b/libb.so.1': shared('libb.so.1', '@/a/liba.so.1'),
      '/bin/x': [NEW, '-Wl,--no-as-needed,-rpath,$ORIGIN/../a:$ORIGIN/../b', '@/a/liba.so.1', '@/b/libb.so.1'],
    },
  },
  nowhere: {
    files: { '/a/liba.so.1': shared('liba.so.1'), '/bin/x': [NEW, '-Wl,-rpath,$ORIGIN/../a', '@/a/liba.so.1'] },
    removed: ['/a/liba.so.1'],
  },
  'nowhere, for what a library needs': {
    files: {
      '/a/liba.so.1': shared('liba.so.1'),
      '/a/libb.so.1': shared('libb.so.1', NEW, '-Wl,-rpath,$ORIGIN', '@/a/liba.so.1'),
      '/bin/x': [NEW, '-Wl,-rpath,$ORIGIN/../a', '@/a/libb.so.1'],
    },
    removed: ['/a/liba.so.1'],
  },
};

async function made(name: string, { files, links = {}, removed = [] }: Case): Promise<string> {
  const tree = join(await root, name.replaceAll(/\W/g, '-'));
  for (const [path, options] of Object.entries(files)) {
    const symbol = posix.basename(path).replaceAll(/\W/g, '_');
    const used = options.filter((option) => option.startsWith('@')).map((option) => option.slice(1));
    const calls = used.map((one) => posix.basename(one).replaceAll(/\W/g, '_'));
    const body =
      calls.map((call) => `int ${call}(void);`).join('') + `int ${path.endsWith('/x') ? 'main' : symbol}(void)`;
    const source = `${body} { return ${['0', ...calls.map((call) => `${call}()`)].join(' + ')}; }\n`;
    const output = join(tree, path);
    await mkdir(dirname(output), { recursive: true });
    await writeFile(`${output}.c`, source);
    const plain = options.filter((option) => !option.startsWith('@'));
    const against = used.map((one) => join(tree, one));
    // What libraries need in turn is the loader's matter here, not the linker's.
    await exec('gcc', ['-o', output, `${output}.c`, ...plain, ...against, '-Wl,--allow-shlib-undefined']);
    await rm(`${output}.c`);
  }
  for (const [path, target] of Object.entries(links)) {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    await symlink(target, join(tree, path));
  }
  for (const path of removed) await rm(join(tree, path));
  return tree;
}

/** The facts of a directory as an image's tree; the loader and the C library are there, whatever they are. */
async function factsOf(tree: string): Promise<TreeFacts> {
  const nodes = new Map<string, NodeFacts>([['/', { type: 'directory', mode: 0o755 }]]);
  for (const entry of await readdir(tree, { recursive: true, withFileTypes: true })) {
    const absolute = join(entry.parentPath, entry.name);
    const path = absolute.slice(tree.length);
    const origin = 'rootfs.files[0] (test)';
    if (entry.isDirectory()) nodes.set(path, { type: 'directory', mode: 0o755 });
    else if (entry.isSymbolicLink())
      nodes.set(path, { type: 'symlink', mode: 0o777, target: await readlink(absolute), origin });
    else nodes.set(path, { type: 'file', mode: 0o755, origin, program: programOf(await readFile(absolute)) });
  }
  for (const path of [glibcLoader(platform), '/usr/lib/libc.so.6']) nodes.set(path, { type: 'file', mode: 0o755 });
  return { nodes, texts: {}, libraryCache: {}, shells: [] };
}

it.each(Object.entries(CASES))('finds a library %s exactly where the loader does', async (name, one) => {
  const tree = await made(name, one);
  const facts = await factsOf(tree);
  const found = findFindings({ facts, start: startOf(null, { entrypoint: ['/bin/x'] }), platform, removed: [] });
  const run = await exec(join(tree, 'bin/x'), [], { okExitCodes: [127] });
  const missing = /(lib\w+\.so\.1): cannot open shared object file/.exec(run.stderr)?.[1];
  const told = found.map(({ kind, severity, need }) => ({ kind, severity, need }));
  const error = { kind: 'missing-library', severity: 'error', need: missing };
  expect(told).toEqual(missing === undefined ? [] : [error]);
});

it('finds the version of a symbol that a library lacks, as the loader does', async () => {
  const tree = join(await root, 'versions');
  await mkdir(join(tree, 'bin'), { recursive: true });
  const build = async (version: string): Promise<void> => {
    await writeFile(join(tree, 'map'), `LIB_1 { };\n${version} { global: f; local: *; };\n`);
    await writeFile(join(tree, 'f.c'), 'int f(void) { return 0; }\n');
    const options = shared('liba.so.1', `-Wl,--version-script,${join(tree, 'map')}`);
    await exec('gcc', ['-o', join(tree, 'bin/liba.so.1'), join(tree, 'f.c'), ...options]);
  };
  await build('LIB_2');
  await writeFile(join(tree, 'x.c'), 'int f(void); int main(void) { return f(); }\n');
  await exec('gcc', [
    '-o',
    join(tree, 'bin/x'),
    join(tree, 'x.c'),
    join(tree, 'bin/liba.so.1'),
    NEW,
    '-Wl,-rpath,$ORIGIN',
  ]);
  await build('LIB_1_5');
  for (const path of ['map', 'f.c', 'x.c']) await rm(join(tree, path));
  const start = startOf(null, { entrypoint: ['/bin/x'] });
  const [found] = findFindings({ facts: await factsOf(tree), start, platform, removed: [] });
  expect(found).toMatchObject({
    kind: 'missing-version',
    severity: 'error',
    need: 'LIB_2 of liba.so.1',
    file: '/bin/x',
  });
  const { stderr } = await exec(join(tree, 'bin/x'), [], { okExitCodes: [1] });
  expect(stderr).toMatch(/liba\.so\.1: version `LIB_2' not found/);
});

it.each([
  ['#!/bin/sh\n', 0],
  ['#!/usr/bin/env sh\n', 0],
  ['#!/bin/sh\r\n', 127],
  ['#!/nowhere/sh\n', 127],
])('says of a script %j what the kernel does', async (content, status) => {
  const path = join(await root, 'script');
  await writeFile(path, `${content}exit 0\n`);
  await chmod(path, 0o755);
  const env = { PATH: '/usr/bin:/bin' };
  const run = await exec('/usr/bin/env', [path], { env, okExitCodes: [126, 127] });
  expect(run.exitCode).toBe(status);
  const program = programOf(await readFile(path));
  const here = ['/bin/sh', '/usr/bin/env'].map((one): [string, NodeFacts] => [one, { type: 'file', mode: 0o755 }]);
  const nodes = new Map<string, NodeFacts>([
    ['/x', { type: 'file', mode: 0o755, origin: 'rootfs.files[0] (x)', program }],
    ...here,
  ]);
  const start = startOf(null, { entrypoint: [resolve('/x')] });
  const found = findFindings({
    facts: { nodes, texts: {}, libraryCache: {}, shells: [] },
    start,
    platform,
    removed: [],
  });
  expect(found.map(({ severity }) => severity)).toEqual(status === 0 ? [] : ['error']);
});
