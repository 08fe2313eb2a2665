import { type Stanza } from './deb822';

/** `libc6 (>= 2.38)`, `mime-support:any`, `debconf [!i386]`: the name before all that. */
const NAME = /^\s*([a-z0-9][a-z0-9+.-]+)/;

/**
 * The names of the packages, among those described, that `wanted` depend on, themselves included, sorted; of alternatives
 * the first that is described, as apt would choose. Nothing is reached through the names in `without`, unless it is wanted.
 */
export function neededPackages(
  wanted: readonly string[],
  described: readonly Stanza[],
  without: ReadonlySet<string>,
): string[] {
  const byName = new Map(described.map((stanza) => [stanza['Package'] ?? '', stanza]));
  const providers = new Map(
    described.flatMap((stanza) => namesIn(stanza['Provides']).map((name) => [name, stanza['Package'] ?? ''] as const)),
  );
  const isLeftOut = (name: string): boolean => without.has(name) && !wanted.includes(name);
  const needed = new Set<string>();
  const queue = [...wanted];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const real = byName.has(name) ? name : providers.get(name);
    if (real === undefined || needed.has(real) || isLeftOut(real)) continue;
    needed.add(real);
    const stanza = byName.get(real);
    for (const clause of [stanza?.['Depends'], stanza?.['Pre-Depends']].flatMap(clausesOf)) {
      const names = clause.split('|').flatMap((alternative) => NAME.exec(alternative)?.[1] ?? []);
      // An alternative that is left out counts as there: the clause is met, by nothing.
      const chosen = names.find((one) => byName.has(one) || providers.has(one));
      if (chosen !== undefined) queue.push(chosen);
    }
  }
  return [...needed].sort();
}

function clausesOf(field: string | undefined): string[] {
  return (field ?? '').split(',').filter((clause) => clause.trim() !== '');
}

function namesIn(field: string | undefined): string[] {
  return clausesOf(field).flatMap((clause) => NAME.exec(clause)?.[1] ?? []);
}
