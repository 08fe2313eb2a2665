import { type DebianPackage } from '@basewright/contracts';
import { type Store } from '@basewright/core';
import { type DebianSettings, parseStanzas, shippedPackages } from '@basewright/debian';

/** The names of the packages that a package depends on, in the order of its control file; of alternatives each. */
export async function dependenciesOf(store: Store, settings: DebianSettings, one: DebianPackage): Promise<string[]> {
  const [shipped] = await shippedPackages(store, settings, [one]);
  const [stanza = {}] = parseStanzas(shipped?.control ?? '');
  const clauses = [stanza['Pre-Depends'], stanza['Depends']].flatMap((field = '') => field.split(/[,|]/));
  const names = clauses.flatMap((clause) => /^\s*([a-z0-9][a-z0-9+.-]+)/.exec(clause)?.[1] ?? []);
  return [...new Set(names)];
}
