import { compareVersions } from '../compare-versions';
import { type Stanza } from '../deb822';

/** A dependency that a set of packages does not meet. */
export interface UnmetDepend {
  readonly package: string;
  /** `libc6 (>= 2.42)` */
  readonly clause: string;
}

/** `libc6:any (>= 2.38) [amd64] <!nocheck>` of deb-control(5). */
const RELATION = /^([a-z0-9][a-z0-9+.-]+)(?::[a-z0-9-]+)?\s*(?:\(\s*(<<|<=|=|>=|>>)\s*([^)\s]+)\s*\))?/;

const HOLDS: Readonly<Record<string, (order: number) => boolean>> = {
  '<<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '=': (order) => order === 0,
  '>=': (order) => order >= 0,
  '>>': (order) => order > 0,
};

/**
 * The versioned dependencies among packages that hold for none of their alternatives, though one of these is there: what
 * goes wrong when one package is newer than another was made for. A dependency on what is not there at all is none:
 * sets leave packages out on purpose.
 */
export function unmetDepends(stanzas: readonly Stanza[]): UnmetDepend[] {
  const there = new Map<string, string[]>();
  const add = (name: string, version: string): void => void there.set(name, [...(there.get(name) ?? []), version]);
  for (const { Package: name = '', Version: version = '', Provides: provides = '' } of stanzas) {
    add(name, version);
    for (const clause of clausesOf(provides)) {
      const [, provided, , as] = RELATION.exec(clause) ?? [];
      if (provided !== undefined && as !== undefined) add(provided, as);
    }
  }
  const holds = (alternative: string): boolean | null => {
    const [, name = '', operator, version] = RELATION.exec(alternative) ?? [];
    const versions = there.get(name);
    if (versions === undefined) return null;
    if (operator === undefined || version === undefined) return true;
    return versions.some((one) => HOLDS[operator]?.(compareVersions(one, version)) === true);
  };
  return stanzas.flatMap((stanza) => {
    const { Package: name = '' } = stanza;
    const clauses = [stanza['Depends'], stanza['Pre-Depends']].flatMap(clausesOf);
    return clauses.flatMap((clause) => {
      const answers = clause.split('|').map((alternative) => holds(alternative.trim()));
      return answers.includes(true) || !answers.includes(false) ? [] : [{ package: name, clause }];
    });
  });
}

function clausesOf(field: string | undefined): string[] {
  return (field ?? '')
    .split(',')
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '');
}
