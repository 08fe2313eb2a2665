import { type Libc } from '@basewright/libcs';

import { type ObjectRule } from './kbuild-objects';
import { type Failure } from './survey';

/** One line of failures.json: a value that was tried alone on a libc and could not be built. */
export interface JournalEntry {
  readonly libc: Libc;
  readonly symbol: string;
  readonly value: string;
  /** The first object that failed; `busybox` for one that fails as a whole. */
  readonly object: string;
  /** The first error of the compiler or linker in it. */
  readonly error: string;
  /** The objects that failed are compiled where one of these symbols is y; null: always, or with the symbol itself. */
  readonly compiledFor: readonly string[] | null;
}

/** What `npm run limits` found. */
export interface Journal {
  readonly busybox: string;
  readonly platform: string;
  /** How many values were tried on each libc, one at a time. */
  readonly tried: Readonly<Record<string, number>>;
  readonly failures: readonly JournalEntry[];
}

/** The lines of some failures. One that needs a value that fails by itself says nothing new and is left out. */
export function journalEntries(libc: Libc, failures: readonly Failure[], rules: readonly ObjectRule[]): JournalEntry[] {
  return failures
    .filter((failure) => !failures.some((other) => explains(other, failure)))
    .map(({ symbol, value, errors }) => ({
      libc,
      symbol,
      value,
      object: errors[0]?.object ?? '',
      error: errors[0]?.error ?? '',
      compiledFor: value === 'n' ? compiledFor(rules, new Set(errors.map(({ object }) => object))) : null,
    }))
    .sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
}

function explains(other: Failure, failure: Failure): boolean {
  const has = (one: Failure, { symbol, value }: Failure): boolean =>
    one.with.some((change) => change.symbol === symbol && change.value === value);
  return other !== failure && has(failure, other) && !(has(other, failure) && other.with.length >= failure.with.length);
}

function compiledFor(rules: readonly ObjectRule[], objects: ReadonlySet<string>): readonly string[] | null {
  const symbols = new Set<string>();
  for (const object of objects) {
    const rule = rules.find((one) => one.object === object);
    if (rule?.symbols == null) return null;
    for (const symbol of rule.symbols) symbols.add(symbol);
  }
  return [...symbols].sort();
}
