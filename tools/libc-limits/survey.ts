import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type Flip, flipsOf, requestsFor } from './flip';
import { firstError } from './first-error';
import { isCompiled, type ObjectRule, objectRules } from './kbuild-objects';
import { type Configuration, inScratch, type LibcBuild } from './libc-build';
import { makeBusyboxIn } from './make-tree';
import { symbolsOfAll } from './named-symbols';
import { libcSymbols, type ObjectSymbols, objectSymbols } from './object-symbols';
import { changedObjects, compileAlone, type FlippedBuild, type ObjectError } from './try-alone';

/** A flip that cannot be built. */
export interface Failure extends Flip {
  readonly errors: readonly ObjectError[];
  /** Everything else that had to be changed for it. */
  readonly with: readonly Flip[];
}

/** What came of the flips of a libc. */
export interface Survey {
  readonly failures: readonly Failure[];
  /** Flips that Kconfig does not allow: they follow from other symbols. */
  readonly refused: readonly string[];
  readonly tried: number;
  /** What decides which objects are compiled. */
  readonly rules: readonly ObjectRule[];
}

const BATCH = 100;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Tries each symbol alone on a libc. */
export async function survey(build: LibcBuild, only: RegExp | null): Promise<Survey> {
  return inScratch(async (tree) => {
    const plain = await build.configure([]);
    say(`${build.libc}: making BusyBox`);
    const made = await makeBusyboxIn(build, tree, plain);
    if (!made.ok) throw new Error(`defconfig does not build on ${build.libc}: ${firstError(made.said) ?? made.said}`);
    const rules = objectRules(await kbuildTexts(build.tool));
    const known = { libc: await libcSymbols(build, tree), objects: await objectSymbols(build, tree, '.') };
    const flips = flipsOf(build.kconfig, plain.values).filter(({ symbol }) => only === null || only.test(symbol));
    const makefiles = symbolsOfAll(build.source).makefiles;
    const failures: Failure[] = [];
    const suspects: FlippedBuild[] = [];
    const refused: string[] = [];
    const open = flips;
    for (let start = 0; start < open.length; start += BATCH) {
      const batch: FlippedBuild[] = [];
      for (const flip of open.slice(start, start + BATCH)) {
        const configuration = await build.configure(requestsFor(build.kconfig, flip));
        if ((configuration.values.get(flip.symbol) ?? 'n') !== flip.value) {
          refused.push(`${flip.symbol}=${flip.value}`);
          continue;
        }
        const objects = changedObjects(build.source, rules, plain.values, configuration.values);
        batch.push({ flip, configuration, objects });
      }
      const results = await compileAlone(build, tree, batch);
      for (const [index, { flip, configuration }] of batch.entries()) {
        const result = results[index];
        if (result === undefined) continue;
        if (result.errors.length > 0)
          failures.push({ ...flip, errors: result.errors, with: changes(flip, plain, configuration) });
        else if (mayNotLink(rules, configuration, known, result.symbols))
          suspects.push({ flip, configuration, objects: [] });
      }
      say(`${build.libc}: ${Math.min(start + BATCH, open.length)} of ${open.length} symbols, ${failures.length} fail`);
    }
    for (const { flip, configuration } of suspects) {
      const { ok, said } = await makeBusyboxIn(build, tree, configuration);
      say(`${build.libc}: ${flip.symbol}=${flip.value}: ${ok ? 'is linked' : 'is not linked'}`);
      if (ok) continue;
      const errors = [{ object: 'busybox', error: firstError(said) ?? said.slice(-2000) }];
      failures.push({ ...flip, errors, with: changes(flip, plain, configuration) });
    }
    for (const flip of flips.filter(({ symbol }) => makefiles.has(symbol))) {
      if (failures.some(({ symbol }) => symbol === flip.symbol)) continue;
      const failure = await tryWhole(build, flip);
      if (failure === 'refused') refused.push(`${flip.symbol}=${flip.value}`);
      else if (failure !== null) failures.push(failure);
      say(`${build.libc}: ${flip.symbol}=${flip.value}: ${failure === null ? 'builds' : JSON.stringify(failure)}`);
    }
    return { failures, refused, tried: flips.length, rules };
  });
}

/**
 * Whether an object needs a name that no object and no library seems to define, and that a plain build does not lack as well: a
 * linker has to say.
 */
function mayNotLink(
  rules: readonly ObjectRule[],
  { values }: Configuration,
  known: { readonly libc: ReadonlySet<string>; readonly objects: ReadonlyMap<string, ObjectSymbols> },
  made: ReadonlyMap<string, ObjectSymbols>,
): boolean {
  const compiled = new Set(rules.filter((rule) => isCompiled(rule, values)).map(({ object }) => object));
  const isThere = (object: string): boolean => compiled.has(object) || !rules.some((rule) => rule.object === object);
  const defined = new Set(
    [...known.objects, ...made].flatMap(([object, symbols]) => (isThere(object) ? [...symbols.defined] : [])),
  );
  return [...made].some(([object, symbols]) => {
    const before = known.objects.get(object)?.undefined;
    return [...symbols.undefined].some(
      (name) =>
        !defined.has(name) && !known.libc.has(name) && before?.has(name) !== true && !name.startsWith('_GLOBAL_'),
    );
  });
}

/** Makes a small BusyBox with a symbol that a makefile looks at. */
async function tryWhole(build: LibcBuild, flip: Flip): Promise<Failure | 'refused' | null> {
  // A shell that a symbol brings along is one that every libc has.
  const applets = ['CAT', 'ECHO', 'TRUE', 'BUSYBOX', 'SH_IS_NONE', 'ASH_INTERNAL_GLOB'].map((symbol) => ({
    symbol,
    value: 'y',
    from: 'survey',
  }));
  const plain = await build.configure(applets, 'allnoconfig');
  const asked = requestsFor(build.kconfig, flip);
  const configuration = await build.configure([...applets, ...asked], 'allnoconfig');
  if ((configuration.values.get(flip.symbol) ?? 'n') !== flip.value) return 'refused';
  return inScratch(async (tree) => {
    await mkdir(tree, { recursive: true });
    const { ok, said } = await makeBusyboxIn(build, tree, configuration);
    if (ok) return null;
    const error = firstError(said) ?? said.slice(-2000);
    return { ...flip, errors: [{ object: 'busybox', error }], with: changes(flip, plain, configuration) };
  });
}

function changes({ symbol }: Flip, before: Configuration, after: Configuration): Flip[] {
  return [...after.values]
    .filter(([name, value]) => name !== symbol && (before.values.get(name) ?? 'n') !== value)
    .map(([name, value]) => ({ symbol: name, value }));
}

/** The Kbuild files that BusyBox generated, by directory. */
async function kbuildTexts(tool: string): Promise<Map<string, string>> {
  const files = (await readdir(tool, { recursive: true })).filter((path) => path.endsWith('/Kbuild'));
  const texts = files
    .filter((path) => !/^(scripts|applets)\//.test(path))
    .map(async (path) => [path.replace(/\/Kbuild$/, ''), await readFile(join(tool, path), 'utf8')] as const);
  return new Map(await Promise.all(texts));
}
