import { type Expression } from '../../packages/stages/configure/src/kconfig/expression';
import { type Kconfig, type KconfigSymbol } from '../../packages/stages/configure/src/kconfig/model';
import { type Request } from '../../packages/stages/configure/src/request';

/** A symbol and the value that it has not by default. */
export interface Flip {
  readonly symbol: string;
  readonly value: string;
}

/** A directory that no build root has. */
const ELSEWHERE = '/opt/sysroot';

/** Of each symbol that can be set, the value that it has not in a configuration: y or n, and a path for the sysroot. */
export function flipsOf(kconfig: Kconfig, values: ReadonlyMap<string, string>): Flip[] {
  return [...kconfig.values()].flatMap(({ name, type, settable }) => {
    if (name === 'SYSROOT') return [{ symbol: name, value: ELSEWHERE }];
    if (!settable || type !== 'bool') return [];
    return [{ symbol: name, value: values.get(name) === 'y' ? 'n' : 'y' }];
  });
}

/** What to ask for so that a symbol gets a value: all that it depends on, and itself. */
export function requestsFor(kconfig: Kconfig, { symbol, value }: Flip): Request[] {
  const wanted = new Map<string, string>();
  const known = kconfig.get(symbol);
  if (known !== undefined) enable(kconfig, known.requires, wanted, new Set([symbol]));
  wanted.delete(symbol);
  wanted.set(symbol, value);
  return [...wanted].map(([name, to]) => ({ symbol: name, value: to, from: `for ${symbol}` }));
}

/** Of the ways to make an expression hold the first; what the names in it depend on comes before them. */
function enable(
  kconfig: Kconfig,
  expression: Expression,
  wanted: Map<string, string>,
  seen: ReadonlySet<string>,
): void {
  switch (expression.kind) {
    case 'and':
      enable(kconfig, expression.left, wanted, seen);
      enable(kconfig, expression.right, wanted, seen);
      return;
    case 'or':
      enable(kconfig, expression.left, wanted, seen);
      return;
    case 'not':
      if (expression.of.kind === 'symbol') wanted.set(expression.of.name, 'n');
      return;
    case 'symbol': {
      const symbol = seen.has(expression.name) ? undefined : kconfig.get(expression.name);
      if (symbol === undefined) return;
      enable(kconfig, symbol.requires, wanted, new Set([...seen, symbol.name]));
      if (symbol.settable) wanted.set(symbol.name, 'y');
      else enableBySelect(kconfig, symbol, wanted, seen);
      return;
    }
    default:
  }
}

/** A symbol without a prompt is on where one is on that selects it. */
function enableBySelect(
  kconfig: Kconfig,
  { name }: KconfigSymbol,
  wanted: Map<string, string>,
  seen: ReadonlySet<string>,
): void {
  const by = [...kconfig.values()].find(({ selects }) => selects.some(({ symbol }) => symbol === name));
  if (by !== undefined && !seen.has(by.name)) {
    enable(kconfig, { kind: 'symbol', name: by.name }, wanted, new Set([...seen, name]));
  }
}
