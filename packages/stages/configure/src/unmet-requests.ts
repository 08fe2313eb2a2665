import { conjuncts, type Expression, formatExpression, symbolsIn } from './kconfig/expression';
import { holds } from './kconfig/holds';
import { type Kconfig, type KconfigSymbol, type Values } from './kconfig/model';
import { type Request } from './request';

/** A request that a settled .config does not hold. */
export interface UnmetRequest {
  readonly request: Request;
  readonly got: string;
  /** What stands in its way. */
  readonly why: string;
}

/** The requests for known symbols that do not hold in a settled .config. */
export function unmetRequests(kconfig: Kconfig, values: Values, requests: readonly Request[]): UnmetRequest[] {
  return requests.flatMap((request) => {
    const got = values.get(request.symbol) ?? 'n';
    const symbol = kconfig.get(request.symbol);
    if (symbol === undefined || got === request.value) return [];
    const why = reasons(kconfig, values, symbol, request).join('; ') || 'Kconfig gives no reason';
    return [{ request, got, why }];
  });
}

/** The line that says so. */
export function refusal({ request: { symbol, value, from }, got, why }: UnmetRequest): string {
  return `CONFIG_${symbol}: asked ${value}, got ${got}: ${why} (${from})`;
}

function reasons(kconfig: Kconfig, values: Values, symbol: KconfigSymbol, request: Request): string[] {
  const blocked = blockers(kconfig, values, symbol.requires, new Set([symbol.name]));
  if (blocked.length > 0) return blocked;
  const unsettable = symbol.settable ? [] : ['has no prompt, so it follows from other symbols and cannot be set'];
  const forced = request.value === 'n' ? [...selectors(kconfig, values, symbol), ...onlyChoice(kconfig, symbol)] : [];
  if (unsettable.length + forced.length > 0) return [...unsettable, ...forced];
  if (symbol.range !== null) return [`it must be within ${symbol.range.join('..')}${boundsOf(symbol.range, values)}`];
  return [];
}

/** The parts of a dependency that do not hold, each followed to what it depends on itself. */
function blockers(kconfig: Kconfig, values: Values, requires: Expression, seen: ReadonlySet<string>): string[] {
  return conjuncts(requires)
    .filter((part) => !holds(part, values))
    .map((part) => {
      const states = symbolsIn(part).map(
        (name) => `${part.kind === 'symbol' ? '' : `${name} `}is ${values.get(name) ?? 'not defined'}`,
      );
      return `depends on ${formatExpression(part)} (${states.join(', ')})${further(kconfig, values, part, seen)}`;
    });
}

function further(kconfig: Kconfig, values: Values, part: Expression, seen: ReadonlySet<string>): string {
  const next = part.kind === 'symbol' && !seen.has(part.name) ? kconfig.get(part.name) : undefined;
  if (next === undefined) return '';
  const deeper = blockers(kconfig, values, next.requires, new Set([...seen, next.name]));
  return deeper.length === 0 ? '' : `, which ${deeper.join(' and ')}`;
}

function selectors(kconfig: Kconfig, values: Values, { name }: KconfigSymbol): string[] {
  const by = [...kconfig.values()].filter(
    (other) =>
      values.get(other.name) === 'y' &&
      other.selects.some(({ symbol, condition }) => symbol === name && holds(condition, values)),
  );
  return by.length === 0 ? [] : [`is selected by ${by.map((other) => `${other.name} (is y)`).join(', ')}`];
}

/** A choice always has one member: to be rid of it another one has to be asked for. */
function onlyChoice(kconfig: Kconfig, { choice, name }: KconfigSymbol): string[] {
  if (choice === null) return [];
  const others = [...kconfig.values()].filter((other) => other.choice === choice && other.name !== name);
  return [`is what a choice falls back to; ask for one of ${others.map((other) => other.name).join(', ')} instead`];
}

function boundsOf(range: readonly [string, string], values: Values): string {
  const named = range.filter((bound) => values.has(bound));
  return named.length === 0 ? '' : ` (${named.map((bound) => `${bound} is ${values.get(bound) ?? ''}`).join(', ')})`;
}
