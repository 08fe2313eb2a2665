import { BUSYBOX_RELEASES } from '../release-table';
import { type BusyboxBuild, knownFixes } from './build';
import { isBefore, isRelease } from './release-order';
import { hasSymbol, parseSymbols, symbolsToSwitchOff } from './symbols';
import { type Vulnerability } from './table';

/**
 * What would close a vulnerability that is open in a build, or unknown: each line alone does. Those that begin with a
 * quotation mark are written under "busybox" in image.json.
 */
export function waysToClose(row: Vulnerability, build: BusyboxBuild, on: ReadonlySet<string>): string[] {
  if (row.code === null) return [`nothing that is known; to accept it: "accepted": { "${row.id}": "why" }`];
  const newest = newestCured(row, build);
  return [
    ...protection(row.code, build, on),
    ...(knownFixes(build.release, row.id).length === 0
      ? []
      : [`"securityPatches": "all", and no ${row.id} in "withoutFixes"`]),
    ...(newest === undefined ? [] : [`"version": "${newest}"`]),
    ...switches(row.code, build, on),
    ...(row.wayOut === undefined ? [] : [row.wayOut]),
  ];
}

type Code = NonNullable<Vulnerability['code']>;

/** Only where the release has such a symbol, by itself or with a patch. */
function protection({ closedBy }: Code, build: BusyboxBuild, on: ReadonlySet<string>): string[] {
  return closedBy !== undefined && hasSymbol(build, closedBy) && !on.has(closedBy)
    ? [`"set": { "${closedBy}": true }`]
    : [];
}

/** The newest release after that of a build which is without the fault, or has fixes for it. */
function newestCured({ id, affected: { fixedIn } }: Vulnerability, { release }: BusyboxBuild): string | undefined {
  if (!isRelease(release)) return undefined;
  return BUSYBOX_RELEASES.map(({ tarball }) => tarball.version).find(
    (version) =>
      isBefore(release, version) &&
      ((fixedIn !== undefined && !isBefore(version, fixedIn)) || knownFixes(version, id).length > 0),
  );
}

function switches({ places }: Code, { libc }: BusyboxBuild, on: ReadonlySet<string>): string[] {
  const symbols = places
    .filter(({ libcs }) => libcs?.includes(libc) ?? true)
    .flatMap((place) => symbolsToSwitchOff(parseSymbols(place.symbols), on));
  return symbols.length === 0 ? [] : [`"unset": ${JSON.stringify([...new Set(symbols)])}`];
}
