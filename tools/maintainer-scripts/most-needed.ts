import { type Stanza } from '@basewright/debian';

/**
 * The packages that most others depend on directly, most first; of as many, by name. Counts Depends and Pre-Depends of all
 * `stanzas` of an index, each package once, of alternatives the first. Names that no stanza has are left out.
 */
export function mostNeeded(stanzas: readonly Stanza[], count: number): string[] {
  const counts = new Map<string, number>();
  for (const { Depends = '', 'Pre-Depends': before = '' } of stanzas) {
    const names = `${Depends},${before}`.split(',').map((one) => /^\s*([a-z0-9][a-z0-9+.-]*)/.exec(one)?.[1] ?? '');
    for (const name of new Set(names)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const known = [...new Set(stanzas.map(({ Package: name = '' }) => name))];
  const sorted = known.sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || (a < b ? -1 : 1));
  return sorted.slice(0, count);
}
