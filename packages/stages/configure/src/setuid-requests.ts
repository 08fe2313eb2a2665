import { didYouMean } from '@basewright/core';

import { type AppletLine, isConfigured, suidType } from './applet-table';
import { type Kconfig, type Values } from './kconfig/model';
import { type AllRequests } from './read-requests';
import { type Request } from './request';

/**
 * What holds of a BusyBox that is setuid, besides which applets it has: it gives up root's rights where an applet does not need them
 * (Config.in of BusyBox: "build two busybox binaries"), is no `busybox` that installs links as root, and no shell under another name.
 */
const SETUID: Readonly<Record<string, string>> = {
  FEATURE_SUID: 'y',
  BUSYBOX: 'n',
  SH_IS_NONE: 'y',
  BASH_IS_NONE: 'y',
};

/** With these a shell starts its own applets, without looking which file is setuid (shell/ash.c, tryexec; libbb/executable.c). */
const WITHOUT_PATH = ['FEATURE_PREFER_APPLETS', 'FEATURE_SH_STANDALONE'] as const;

/**
 * The requests that make of the .config of an image's BusyBox (`values`, complete) that of a second one, with some of its applets
 * alone (`asked`), and what is wrong with these: one line each.
 */
export function setuidRequests(
  asked: readonly string[],
  table: readonly AppletLine[],
  kconfig: Kconfig,
  values: Values,
): AllRequests {
  const from = 'option setuid';
  const others = table.filter(({ name }) => !asked.includes(name));
  const off = others.flatMap(({ conditions: [own] }) =>
    own !== undefined && values.get(own.symbol) === 'y' && kconfig.get(own.symbol)?.choice === null ? [own.symbol] : [],
  );
  const requests = [...new Set(off)].map((symbol): Request => ({ symbol, value: 'n', from }));
  const fixed = Object.entries(SETUID).filter(([symbol]) => kconfig.has(symbol));
  return {
    requests: [...requests, ...fixed.map(([symbol, value]): Request => ({ symbol, value, from }))],
    problems: [...asked.flatMap((name) => problemsOf(name, table, values)), ...startedWithoutPath(values)].map(
      (problem) => `${problem} (${from})`,
    ),
  };
}

function problemsOf(name: string, table: readonly AppletLine[], values: Values): string[] {
  const lines = table.filter((line) => line.name === name);
  const users = table.filter((line) => suidType(line, values) !== 'DROP' && line.name !== 'busybox');
  const names = [...new Set(users.map((line) => line.name))].sort();
  const [first] = lines;
  if (first === undefined) return [`${name}: BusyBox has no such applet${didYouMean(name, names)}`];
  if (!names.includes(name))
    return [`${name}: BusyBox gives up root's rights in it; it keeps them in ${names.join(', ')}`];
  if (lines.some((line) => isConfigured(line, values))) return [];
  const symbol = first.conditions[0]?.symbol ?? '';
  return [`${name}: the image's BusyBox does not have it, CONFIG_${symbol} is off: "set": { "${symbol}": true }`];
}

function startedWithoutPath(values: Values): string[] {
  return WITHOUT_PATH.filter((symbol) => values.get(symbol) === 'y').map(
    (symbol) => `CONFIG_${symbol} has the shell start its own applets, which are not setuid: "unset": ["${symbol}"]`,
  );
}
