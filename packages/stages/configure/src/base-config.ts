import { type Kconfig, type KconfigSymbol, type Values } from './kconfig/model';
import { type Request } from './request';
import { otherChoiceMembers } from './resolve-requests';

/**
 * The .config that conf is started from: the base's values with the requests over them. Symbols that neither names
 * are left out, which is how conf is told to give them their default.
 */
export function baseConfig(kconfig: Kconfig, base: Values, requests: readonly Request[]): string {
  const values = new Map(base);
  for (const request of requests) {
    const symbol = kconfig.get(request.symbol);
    if (symbol === undefined) continue;
    // Two members of one choice that are both y would make conf ignore the choice.
    for (const other of otherChoiceMembers(kconfig, symbol, request)) values.delete(other);
    values.set(request.symbol, request.value);
  }
  const lines = [...kconfig.values()].flatMap((symbol) => {
    const value = values.get(symbol.name);
    return value === undefined ? [] : [formatSetting(symbol, value)];
  });
  return `${lines.join('\n')}\n`;
}

/** A line of a .config. */
export function formatSetting({ name, type }: Pick<KconfigSymbol, 'name' | 'type'>, value: string): string {
  if (type === 'string') return `CONFIG_${name}="${value.replace(/["\\]/g, '\\$&')}"`;
  return value === 'n' ? `# CONFIG_${name} is not set` : `CONFIG_${name}=${value}`;
}
