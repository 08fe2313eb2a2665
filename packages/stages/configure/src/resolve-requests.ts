import { didYouMean } from '@basewright/core';

import { type Kconfig, type KconfigSymbol } from './kconfig/model';
import { type Request } from './request';

/** What is left of requests that were put one over the other. */
export interface ResolvedRequests {
  /** The last request for each symbol, in the order they were made. */
  readonly requests: readonly Request[];
  /** One line per request that cannot be made. */
  readonly problems: readonly string[];
}

/**
 * Puts requests one over the other: a later one replaces an earlier one for the same symbol, and one for a member of
 * a `choice` replaces an earlier one for another member. Reports what is not a symbol, or not a value of its type.
 */
export function resolveRequests(kconfig: Kconfig, requests: readonly Request[]): ResolvedRequests {
  const resolved = new Map<string, Request>();
  const problems: string[] = [];
  for (const request of requests) {
    const symbol = kconfig.get(request.symbol);
    const problem = symbol === undefined ? unknown(kconfig, request) : invalidValue(symbol, request);
    if (problem !== null) problems.push(`CONFIG_${request.symbol}: ${problem} (${request.from})`);
    if (symbol === undefined || problem !== null) continue;
    for (const other of otherChoiceMembers(kconfig, symbol, request))
      if (resolved.get(other)?.value === 'y') resolved.delete(other);
    resolved.delete(request.symbol);
    resolved.set(request.symbol, request);
  }
  return { requests: [...resolved.values()], problems };
}

/** The other members of the choice that a request decides. */
export function otherChoiceMembers(kconfig: Kconfig, symbol: KconfigSymbol, request: Request): string[] {
  if (symbol.choice === null || request.value !== 'y') return [];
  return [...kconfig.values()]
    .filter(({ choice, name }) => choice === symbol.choice && name !== symbol.name)
    .map(({ name }) => name);
}

function unknown(kconfig: Kconfig, { symbol }: Request): string {
  return `there is no such symbol${didYouMean(symbol, [...kconfig.keys()])}`;
}

const VALUES = {
  bool: { pattern: /^[yn]$/, are: 'y and n' },
  tristate: { pattern: /^[ymn]$/, are: 'y, m and n' },
  int: { pattern: /^-?\d+$/, are: 'whole numbers' },
  hex: { pattern: /^(0[xX])?[0-9a-fA-F]+$/, are: 'hexadecimal numbers' },
  // conf reads a .config in lines of 1024 bytes.
  string: { pattern: /^[^\n\r]{0,900}$/, are: 'lines of up to 900 characters' },
} as const;

function invalidValue({ type }: KconfigSymbol, { value }: Request): string | null {
  const { pattern, are } = VALUES[type];
  return pattern.test(value) ? null : `asked ${JSON.stringify(value)}, but its values are ${are}`;
}
