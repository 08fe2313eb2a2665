import { formatSetting } from './base-config';
import { type Base } from './base-values';
import { holds } from './kconfig/holds';
import { type Kconfig, type Values } from './kconfig/model';
import { type Request } from './request';
import { refusal, type UnmetRequest, unmetRequests } from './unmet-requests';

/** What became of the settings of a full .config. */
export interface KeptSettings {
  /** One line per value that no release would take: it is a mistake of the file. */
  readonly problems: readonly string[];
  /** Settings that this release does not keep, with the reason. */
  readonly lost: readonly Lost[];
}

/** A setting of a full .config that has no effect. */
export interface Lost {
  readonly setting: Request;
  readonly got: string;
  /** `not in BusyBox 1.38.0`, `depends on LS (is n)`. */
  readonly why: string;
}

/**
 * Compares a full .config with what conf makes of it alone. What is on or has a value and is no symbol any more is
 * lost, and so is what its dependencies rule out today. A number out of its range is a mistake.
 */
export function keptSettings(kconfig: Kconfig, version: string, base: Base, alone: Values): KeptSettings {
  const changed = unmetRequests(kconfig, alone, base.settings).filter(
    ({ request }) => kconfig.get(request.symbol)?.settable,
  );
  const isMistake = ({ request }: UnmetRequest): boolean => {
    const symbol = kconfig.get(request.symbol);
    return symbol !== undefined && symbol.range !== null && holds(symbol.requires, alone);
  };
  return {
    problems: changed.filter(isMistake).map(refusal),
    lost: [
      ...base.gone.map((setting) => ({ setting, got: 'n', why: `not in BusyBox ${version}` })),
      ...changed.filter((one) => !isMistake(one)).map(({ request, got, why }) => ({ setting: request, got, why })),
    ],
  };
}

/**
 * The warning about what a .config (`path`) lost: the settings as they stand there, in Kconfig's own notation, each group
 * under its reason, to be pasted. `settled` is where the .config lies that takes its place.
 */
export function lostText(path: string, resolved: string, kconfig: Kconfig, lost: readonly Lost[]): string {
  const reasons = [...new Set(lost.map(({ why }) => why))];
  const count = `${lost.length} ${lost.length === 1 ? 'setting has' : 'settings have'}`;
  return [
    `${count} no effect in ${path}:`,
    ...reasons.flatMap((reason) => [
      `# ${reason}`,
      ...lost.filter(({ why }) => why === reason).map(({ setting }) => written(kconfig, setting)),
    ]),
    `hint: to go on from what was settled instead: cp ${resolved} ${path}`,
  ].join('\n');
}

function written(kconfig: Kconfig, { symbol, value }: Request): string {
  const type = kconfig.get(symbol)?.type ?? (/^(?:[yn]|-?\d+|0[xX][\da-fA-F]+)$/.test(value) ? 'bool' : 'string');
  return formatSetting({ name: symbol, type }, value);
}
