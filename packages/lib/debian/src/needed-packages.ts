import { type Stanza } from './deb822';

/** `libc6 (>= 2.38)`, `mime-support:any`, `debconf [!i386]`: the name before all that. */
const NAME = /^\s*([a-z0-9][a-z0-9+.-]+)/;

/** Who answers to a name, among packages that are described: itself, or a package that provides it. */
interface Described {
  readonly stanza: (name: string) => Stanza | undefined;
  readonly real: (name: string) => string | undefined;
}

function indexed(described: readonly Stanza[]): Described {
  const byName = new Map(described.map((stanza) => [stanza['Package'] ?? '', stanza]));
  const providers = new Map(
    described.flatMap((stanza) => namesIn(stanza['Provides']).map((name) => [name, stanza['Package'] ?? ''] as const)),
  );
  return {
    stanza: (name) => byName.get(name),
    real: (name) => (byName.has(name) ? name : providers.get(name)),
  };
}

/** What a package depends on directly, among those described; of alternatives the first, as apt would choose. */
function dependenciesOf(stanza: Stanza | undefined, { real }: Described): string[] {
  return [stanza?.['Pre-Depends'], stanza?.['Depends']].flatMap(clausesOf).flatMap((clause) => {
    const names = clause.split('|').flatMap((alternative) => NAME.exec(alternative)?.[1] ?? []);
    return names.map(real).find((one) => one !== undefined) ?? [];
  });
}

/**
 * The names of the packages, among those described, that `wanted` depend on, themselves included, sorted; of alternatives
 * the first that is described, as apt would choose. Nothing is reached through the names in `without`, unless it is wanted.
 */
export function neededPackages(
  wanted: readonly string[],
  described: readonly Stanza[],
  without: ReadonlySet<string>,
): string[] {
  const index = indexed(described);
  const isLeftOut = (name: string): boolean => without.has(name) && !wanted.includes(name);
  const needed = new Set<string>();
  const queue = [...wanted];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const real = index.real(name);
    // An alternative that is left out counts as there: the clause is met, by nothing.
    if (real === undefined || needed.has(real) || isLeftOut(real)) continue;
    needed.add(real);
    queue.push(...dependenciesOf(index.stanza(real), index));
  }
  return [...needed].sort();
}

/**
 * The names of all packages described, in an order in which dpkg could configure them: each after what it depends on, by
 * name where that is open, and where dependencies go in a circle (Debian Policy 7.2).
 */
export function configurationOrder(described: readonly Stanza[]): string[] {
  const index = indexed(described);
  const ordered = new Set<string>();
  const begun = new Set<string>();
  const visit = (name: string): void => {
    if (begun.has(name)) return;
    begun.add(name);
    for (const other of dependenciesOf(index.stanza(name), index).sort()) visit(other);
    ordered.add(name);
  };
  for (const name of described.map((stanza) => stanza['Package'] ?? '').sort()) visit(name);
  return [...ordered];
}

function clausesOf(field: string | undefined): string[] {
  return (field ?? '').split(',').filter((clause) => clause.trim() !== '');
}

function namesIn(field: string | undefined): string[] {
  return clausesOf(field).flatMap((clause) => NAME.exec(clause)?.[1] ?? []);
}
