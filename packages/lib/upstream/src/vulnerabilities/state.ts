import { invariant } from '@basewright/core';

import { appliedFixes, type BusyboxBuild, missingFixes, type Patch } from './build';
import { isBefore, isRelease } from './release-order';
import { alternativesOn, hasSymbol, parseSymbols, symbolsOff, symbolsOn } from './symbols';
import { type Vulnerability, type VulnerabilityTable } from './table';
import { waysToClose } from './ways';

/**
 * How a build is to a vulnerability: its code is there and patched; is not there, or cannot be made use of; is not in this
 * release; is there as it was; or nobody can say.
 */
export type StateName = 'fixed' | 'not-affected' | 'not-in-release' | 'open' | 'unknown';

/** What a vulnerability is to a build. */
export interface VulnerabilityState {
  readonly id: string;
  readonly summary: string;
  readonly state: StateName;
  /** Why: `CONFIG_AWK is off`, `fixed in 1.37.0`, or the names of the patches. */
  readonly because: string;
  /** What would close it, each for itself: `"unset": ["AWK"]` under "busybox" in image.json. None unless open or unknown. */
  readonly ways: readonly string[];
}

/** What every vulnerability of a table is to a build, in the order of the table. Pure: nothing but the arguments decides. */
export function vulnerabilityStates(table: VulnerabilityTable, build: BusyboxBuild): VulnerabilityState[] {
  const on = symbolsOn(build.config);
  return table.vulnerabilities.map((row) => {
    const { id, summary } = row;
    const told = absence(table, row, build) ?? ofCode(row, build, on);
    const ways = told.state === 'open' || told.state === 'unknown' ? waysToClose(row, build, on) : [];
    return { id, summary, ...told, ways };
  });
}

type Told = Pick<VulnerabilityState, 'state' | 'because'>;

/** What the release alone says; undefined where it has the fault. */
function absence(table: VulnerabilityTable, { affected }: Vulnerability, build: BusyboxBuild): Told | undefined {
  const { from, fixedIn, broughtBy } = affected;
  const { release } = build;
  if (!isRelease(release)) return { state: 'unknown', because: `${release} is none of upstream's releases` };
  if (fixedIn !== undefined && !isBefore(release, fixedIn)) {
    return { state: 'not-in-release', because: `fixed in ${fixedIn}` };
  }
  const isBrought = broughtBy !== undefined && appliedFixes(build, broughtBy).length > 0;
  if (from !== undefined && isBefore(release, from) && !isBrought) {
    return { state: 'not-in-release', because: `began with ${from}` };
  }
  const newest = invariant(table.releases.at(-1), 'a release in the table');
  return isBefore(newest, release)
    ? { state: 'unknown', because: `nobody has looked at ${release}: the table ends with ${newest}` }
    : undefined;
}

/** What configuration, libc and patches make of a fault that the release has. */
function ofCode({ id, code }: Vulnerability, build: BusyboxBuild, on: ReadonlySet<string>): Told {
  if (code === null) return { state: 'unknown', because: 'no public text says which code it is' };
  const compiled = code.places.filter(({ symbols }) => alternativesOn(parseSymbols(symbols), on).length > 0);
  if (compiled.length === 0) {
    const off = code.places.flatMap(({ symbols }) => symbolsOff(parseSymbols(symbols), on));
    const names = [...new Set(off)].map((symbol) => `CONFIG_${symbol}`);
    return { state: 'not-affected', because: `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} off` };
  }
  if (!compiled.some(({ libcs }) => libcs?.includes(build.libc) ?? true)) {
    return { state: 'not-affected', because: `${build.libc} ${compiled[0]?.others ?? 'is not concerned'}` };
  }
  const { closedBy } = code;
  if (closedBy !== undefined && !on.has(closedBy)) {
    return { state: 'open', because: hasSymbol(build, closedBy) ? `CONFIG_${closedBy} is off` : unfixed(build, id) };
  }
  const applied = appliedFixes(build, id);
  if (applied.length > 0 && missingFixes(build, id).length === 0) return { state: 'fixed', because: namesOf(applied) };
  return closedBy === undefined
    ? { state: 'open', because: unfixed(build, id) }
    : { state: 'not-affected', because: `CONFIG_${closedBy} is on` };
}

function unfixed(build: BusyboxBuild, id: string): string {
  const missing = missingFixes(build, id);
  return missing.length === 0 ? 'no fix is known' : `not applied: ${namesOf(missing)}`;
}

function namesOf(patches: readonly Patch[]): string {
  return patches.map(({ name }) => name).join(', ');
}
