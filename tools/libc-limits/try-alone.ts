import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { firstError } from './first-error';
import { type Flip } from './flip';
import { isCompiled, type ObjectRule } from './kbuild-objects';
import { type Configuration, type LibcBuild } from './libc-build';
import { runMakeIn } from './make-tree';
import { namedSymbols } from './named-symbols';
import { type ObjectSymbols, objectSymbols } from './object-symbols';

/** A flip with the configuration that it gives. */
export interface FlippedBuild {
  readonly flip: Flip;
  readonly configuration: Configuration;
  /** Objects that are compiled otherwise than with the configuration of all. */
  readonly objects: readonly ObjectRule[];
}

/** An error of the compiler or linker in an object. */
export interface ObjectError {
  readonly object: string;
  readonly error: string;
}

/** A header that all sources include is read with one of these. */
const SAMPLE = ['libbb/xfuncs.o', 'libbb/appletlib.o', 'coreutils/ls.o'] as const;

/** Depend on lists that are generated from the whole configuration. */
const GENERATED = ['libbb/appletlib.o', 'miscutils/bbconfig.o'];

/** Which objects a configuration compiles otherwise than another: those that name what changed, and those that are new. */
export function changedObjects(
  source: string,
  rules: readonly ObjectRule[],
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): ObjectRule[] {
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (name) => (before.get(name) ?? 'n') !== (after.get(name) ?? 'n'),
  );
  return rules.filter((rule) => {
    const file = rule.object.replace(/\.o$/, '.c');
    if (!isCompiled(rule, after) || GENERATED.includes(rule.object) || !existsSync(join(source, file))) return false;
    if (!isCompiled(rule, before) || SAMPLE.some((sample) => sample === rule.object)) return true;
    const named = namesOf(source, file);
    return changed.some((name) => named.has(name));
  });
}

const NAMES = new Map<string, Set<string>>();

function namesOf(source: string, file: string): Set<string> {
  const known = NAMES.get(file) ?? namedSymbols(source, file);
  NAMES.set(file, known);
  return known;
}

/** Compiles, in a tree in which BusyBox was made, the objects of some flips, each with its own configuration. */
export async function compileAlone(
  build: LibcBuild,
  tree: string,
  flipped: readonly FlippedBuild[],
): Promise<{ errors: ObjectError[]; symbols: Map<string, ObjectSymbols> }[]> {
  const tests = join(tree, 'tests');
  await rm(tests, { recursive: true, force: true });
  await mkdir(tests, { recursive: true });
  const command = await commandOf(tree);
  const jobs: string[] = [];
  for (const [index, { configuration, objects }] of flipped.entries()) {
    const directory = `tests/${index}`;
    await mkdir(join(tree, directory));
    await writeFile(join(tree, directory, 'autoconf.h'), configuration.header);
    for (const { object } of objects) {
      const out = `${directory}/${object.replaceAll('/', '@')}`;
      jobs.push(`all: ${out}\n${out}:\n\t-@${command(object, directory, out)} > ${out}.said 2>&1 || true\n`);
    }
  }
  await writeFile(join(tree, 'tests.mk'), `${jobs.join('')}all:\n`);
  await runMakeIn({ build, tree, args: ['-k', '-f', 'tests.mk', 'all'], purpose: 'compile objects alone' });
  const symbols = await objectSymbols(build, tree, 'tests');
  return Promise.all(
    flipped.map(async ({ objects }, index) => {
      const errors: ObjectError[] = [];
      const made = new Map<string, ObjectSymbols>();
      for (const { object } of objects) {
        const out = `tests/${index}/${object.replaceAll('/', '@')}`;
        const found = symbols.get(out);
        if (existsSync(join(tree, out))) made.set(object, found ?? { defined: new Set(), undefined: new Set() });
        else
          errors.push({ object, error: firstError(await readFile(join(tree, `${out}.said`), 'utf8')) ?? 'no words' });
      }
      return { errors, symbols: made };
    }),
  );
}

/** How Kbuild compiled one object, as a command for any other with another autoconf.h. */
async function commandOf(tree: string): Promise<(object: string, directory: string, out: string) => string> {
  const [first = ''] = (await readFile(join(tree, 'coreutils/.echo.o.cmd'), 'utf8')).split('\n');
  const written = first.replace(/^\S+ := /, '').replace(/-Wp,-MD,\S+/, '');
  return (object, directory, out) => {
    const [folder, name] = [object.replace(/\/[^/]*$/, ''), object.replace(/^.*\/|\.o$/g, '')];
    return written
      .replace('-Iinclude ', `-I${directory} -Iinclude `)
      .replace('-include include/autoconf.h', `-include ${directory}/autoconf.h`)
      .replace('-I/src/coreutils -Icoreutils', `-I/src/${folder} -I${folder}`)
      .replaceAll('"echo"', `"${name}"`)
      .replace(/-c -o \S+ \S+$/, `-c -o ${out} /src/${folder}/${name}.c`);
  };
}
