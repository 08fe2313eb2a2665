import { copyFile, mkdir, readFile, realpath, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { exec, platformOf } from '@basewright/core';
import { readElf } from '@basewright/elf';
import { inTemporaryDirectory } from '@basewright/testing';

import { type Closure, closureOf, wantsOf } from '../src/closure';
import { loaderLinks } from '../src/library-directories';

/** Rules of the loader, on files of the host's compiler; each closure is then run with nothing but what is in it. */

const amd64 = platformOf('linux/amd64');
const DEFAULT = '/usr/lib/x86_64-linux-gnu';

/** A machine with a program at /opt/app/bin/program, and what is installed on it. */
class Machine {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  /** Compiles a library `int <name>(void)`, that calls `<uses>()`, to a path. */
  async library(path: string, name: string, options: readonly string[] = [], uses?: string): Promise<void> {
    const body =
      uses === undefined
        ? `int ${name}(void) { return 1; }`
        : `int ${uses}(void); int ${name}(void) { return ${uses}(); }`;
    await this.compile(path, `${body}\n`, ['-shared', '-fPIC', ...options]);
  }

  /** Compiles the program: it prints "ran" when `<uses>()` works. */
  async program(uses: string, options: readonly string[]): Promise<void> {
    const source = `#include <stdio.h>\nint ${uses}(void);\nint main(void) { return ${uses}() == 1 ? puts("ran") < 0 : 1; }\n`;
    // Libraries that libraries need are found by the rules that are tested, not by the linker.
    await this.compile('/opt/app/bin/program', source, [...options, '-Wl,--unresolved-symbols=ignore-in-shared-libs']);
  }

  at(path: string): string {
    return join(this.root, path);
  }

  /** The closure of the program, over this machine's files and the host's C library. */
  async closure(): Promise<Closure> {
    const elf = readElf(await readFile(this.at('/opt/app/bin/program')));
    return closureOf(amd64, wantsOf(amd64, '/opt/app/bin/program', elf, '/opt/app/bin'), {
      find: (paths) => this.find(paths),
      placed: new Set(),
    });
  }

  /** What the program prints in a root that holds the closure and nothing else. */
  async run({ members }: Closure): Promise<string> {
    const tree = join(this.root, 'image');
    const copy = async (from: string, to: string): Promise<void> => {
      await mkdir(dirname(join(tree, to)), { recursive: true });
      await copyFile(from, join(tree, to));
    };
    await copy(this.at('/opt/app/bin/program'), '/opt/app/bin/program');
    for (const { imagePath, found, links } of members) {
      await copy(found.source, imagePath);
      for (const [path, target] of Object.entries(links)) {
        await mkdir(dirname(join(tree, path)), { recursive: true });
        await symlink(target, join(tree, path));
      }
    }
    for (const [path, target] of Object.entries(loaderLinks(amd64))) await symlink(target, join(tree, path));
    return (await exec('bwrap', ['--unshare-all', '--ro-bind', tree, '/', '/opt/app/bin/program'])).stdout;
  }

  private async compile(path: string, source: string, options: readonly string[]): Promise<void> {
    const place = this.at(path);
    await mkdir(dirname(place), { recursive: true });
    await writeFile(`${place}.c`, source);
    // The machine's /opt is the compiler's, so that a path in DT_NEEDED is one of the machine.
    const seen = ['--bind', '/', '/', '--bind', this.at('/opt'), '/opt'];
    await mkdir(this.at('/opt'), { recursive: true });
    await exec('bwrap', [...seen, 'gcc', '-o', place, `${place}.c`, ...options]);
  }

  private async find(paths: readonly string[]) {
    for (const root of [this.root, '/']) {
      for (const path of paths) {
        if (!(await stat(join(root, path)).catch(() => undefined))?.isFile()) continue;
        const source = await realpath(join(root, path));
        const one = {
          name: 'pkg',
          version: '1',
          architecture: 'amd64',
          archive: 'debian',
          path: '',
          sha256: '',
          size: 0,
        };
        return { package: one, path: root === '/' ? source : source.slice(this.root.length), source };
      }
    }
    return undefined;
  }
}

const onMachine = (test: (machine: Machine) => Promise<void>): Promise<void> =>
  inTemporaryDirectory(async (root) => test(new Machine(await realpath(root))));
const names = ({ members }: Closure): string[] =>
  members.map(({ imagePath }) => imagePath).filter((path) => !/\/(libc\.so|ld-)/.test(path));
const soname = (name: string): string => `-Wl,-soname,${name}`;
const rpath = (path: string): string => `-Wl,--disable-new-dtags,-rpath,${path}`;
const runpath = (path: string): string => `-Wl,--enable-new-dtags,-rpath,${path}`;

it('RUNPATH with $ORIGIN leads to a library of the program’s own', () =>
  onMachine(async (machine) => {
    await machine.library('/opt/app/lib/libown.so.1', 'own', [soname('libown.so.1')]);
    await machine.program('own', [machine.at('/opt/app/lib/libown.so.1'), runpath('$ORIGIN/../lib')]);
    const closure = await machine.closure();
    expect(names(closure)).toEqual(['/lib/libown.so.1']);
    expect(await machine.run(closure)).toBe('ran\n');
  }));

describe('what a library needs in turn', () => {
  const build = async (machine: Machine, path: (directory: string) => string): Promise<Closure> => {
    await machine.library('/opt/deep/libdeep.so.1', 'deep', [soname('libdeep.so.1')]);
    const uses = [soname('libmiddle.so.1'), machine.at('/opt/deep/libdeep.so.1')];
    await machine.library(`${DEFAULT}/libmiddle.so.1`, 'middle', uses, 'deep');
    await machine.program('middle', [machine.at(`${DEFAULT}/libmiddle.so.1`), path('/opt/deep')]);
    return machine.closure();
  };

  it('is looked for in the RPATH of the program', () =>
    onMachine(async (machine) => {
      const closure = await build(machine, rpath);
      expect(names(closure)).toEqual(['/lib/libdeep.so.1', '/lib/libmiddle.so.1']);
      expect(await machine.run(closure)).toBe('ran\n');
    }));

  it('is not looked for in its RUNPATH', () =>
    onMachine(async (machine) => {
      const { missing } = await build(machine, runpath);
      expect(missing).toEqual([{ file: 'libdeep.so.1', neededBy: ['/lib/libmiddle.so.1'] }]);
    }));
});

it('a file that is asked for by another name than its SONAME is one file with a link', () =>
  onMachine(async (machine) => {
    await machine.library(`${DEFAULT}/libalias.so.1`, 'real', [soname('libalias.so.1')]);
    const alias = machine.at(`${DEFAULT}/libalias.so.1`);
    await machine.library(`${DEFAULT}/libuser.so.1`, 'user', [soname('libuser.so.1'), alias], 'real');
    await machine.program('user', [machine.at(`${DEFAULT}/libuser.so.1`), alias]);
    await machine.library(`${DEFAULT}/libreal.so.1.2`, 'real', [soname('libreal.so.1')]);
    await exec('ln', ['-sf', 'libreal.so.1.2', alias]);
    const closure = await machine.closure();
    expect(names(closure)).toEqual(['/lib/libreal.so.1', '/lib/libuser.so.1']);
    expect(closure.members.find(({ imagePath }) => imagePath === '/lib/libreal.so.1')).toMatchObject({
      links: { '/lib/libalias.so.1': 'libreal.so.1' },
      neededBy: ['/lib/libuser.so.1'],
    });
    expect(await machine.run(closure)).toBe('ran\n');
  }));

it('a DT_NEEDED that is a path is had at that path', () =>
  onMachine(async (machine) => {
    await machine.library('/opt/x/libplain.so', 'plain');
    await machine.program('plain', ['/opt/x/libplain.so']);
    const closure = await machine.closure();
    expect(names(closure)).toEqual(['/opt/x/libplain.so']);
    expect(await machine.run(closure)).toBe('ran\n');
  }));

it('two files of one name are a mistake, not the first of them', () =>
  onMachine(async (machine) => {
    await machine.library('/opt/a/libsame.so.1', 'one', [soname('libsame.so.1')]);
    await machine.library('/opt/b/libsame.so.1', 'two', [soname('libsame.so.1')]);
    const a = [soname('liba.so.1'), machine.at('/opt/a/libsame.so.1'), runpath('/opt/a')];
    const b = [soname('libb.so.1'), machine.at('/opt/b/libsame.so.1'), runpath('/opt/b')];
    await machine.library(`${DEFAULT}/liba.so.1`, 'a', a, 'one');
    await machine.library(`${DEFAULT}/libb.so.1`, 'b', b, 'two');
    const both = ['-Wl,--no-as-needed', ...['a', 'b'].map((name) => machine.at(`${DEFAULT}/lib${name}.so.1`))];
    await machine.program('a', both);
    expect((await machine.closure()).problems).toEqual([
      '/lib/libsame.so.1 would be two files: /opt/a/libsame.so.1 (pkg 1), and /opt/b/libsame.so.1 (pkg 1) for /lib/libb.so.1',
    ]);
  }));
