import { type Request } from '../../packages/stages/configure/src/request';
import { firstError } from './first-error';
import { type Flip } from './flip';
import { inScratch, type LibcBuild } from './libc-build';
import { makeBusyboxIn } from './make-tree';
import { symbolsOfAll } from './named-symbols';

/** What came of a build with nearly all symbols changed at once. */
export interface Sweep {
  /** How many symbols have another value than by default. */
  readonly changed: number;
  /** The first error; null where all was compiled and linked. */
  readonly error: string | null;
}

/** Builds, with much that other symbols ask for gone: what fork(2) is left in with them does not link. */
const APART = ['NOMMU'];

/**
 * Makes BusyBox with every symbol y, or with every one n that depends on another (the applets stay), but for values that
 * fail alone. A symbol of a header that every source includes was tried alone in the sources that name it and in a few
 * others only: this is for the rest. Symbols of the makefiles were tried as a whole.
 */
export async function sweep(build: LibcBuild, value: 'y' | 'n', known: readonly Flip[]): Promise<Sweep> {
  const apart = new Set([
    ...symbolsOfAll(build.source).makefiles,
    ...APART,
    ...known.filter((one) => one.value === value).map(({ symbol }) => symbol),
  ]);
  const requests = [...build.kconfig.values()].flatMap(({ name, type, settable, choice, requires }): Request[] => {
    const isOpen = settable && type === 'bool' && choice === null && !apart.has(name);
    return isOpen && (value === 'y' || requires.kind !== 'always') ? [{ symbol: name, value, from: 'sweep' }] : [];
  });
  const plain = await build.configure([]);
  const configuration = await build.configure(requests);
  const changed = [...configuration.values].filter(([name, now]) => (plain.values.get(name) ?? 'n') !== now).length;
  const { ok, said } = await inScratch((tree) => makeBusyboxIn(build, tree, configuration));
  return { changed, error: ok ? null : (firstError(said) ?? said.slice(-2000)) };
}
