import { type ConfigText, parseConfig } from './config-text';
import { type Kconfig, type Values } from './kconfig/model';
import { readConfigFile, whatIsNotKconfig } from './read-requests';
import { type Request } from './request';
import { resolveRequests } from './resolve-requests';
import { allNoConfig, type ConfRun } from './run-conf';
import { withSafeDefaults } from './safe-defaults';

/** What the requests are laid over. */
export interface Base {
  readonly values: Values;
  /** What a full .config sets, each with its line; empty for `defconfig` and `allnoconfig`. */
  readonly settings: readonly Request[];
  /** What it switches on or gives a value that is no symbol of these sources. */
  readonly gone: readonly Request[];
  /** One line per mistake in it. */
  readonly problems: readonly string[];
}

/**
 * Reads a base: for `defconfig` and `allnoconfig` upstream's values, with protections on; those of a full .config as they
 * are. Throws NOT_FOUND when there is no such file.
 */
export async function readBase(base: string, workspace: string, kconfig: Kconfig, run: ConfRun): Promise<Base> {
  // conf gives every symbol that is left out its default.
  if (base === 'defconfig') return named(kconfig, new Map());
  if (base !== 'allnoconfig') return checkedBase(kconfig, base, await readConfigFile(workspace, base));
  const { config } = await allNoConfig(run);
  return named(kconfig, new Map(parseConfig(config).settings.map(({ symbol, value }) => [symbol, value] as const)));
}

function named(kconfig: Kconfig, values: Values): Base {
  return { values: withSafeDefaults(kconfig, values), settings: [], gone: [], problems: [] };
}

/** The values of a full .config (`path`, for messages), and what in it these sources do not understand. */
export function checkedBase(kconfig: Kconfig, path: string, text: ConfigText): Base {
  const all = text.settings.map(({ symbol, value, line }) => ({ symbol, value, from: `${path}:${String(line)}` }));
  const known = all.filter(({ symbol }) => kconfig.has(symbol));
  const unknown = all.filter(({ symbol }) => !kconfig.has(symbol));
  const foreign = foreignConfig(path, known, unknown, text);
  if (foreign !== null) return { values: new Map(), settings: [], gone: [], problems: [foreign] };
  const { requests, problems } = resolveRequests(kconfig, known);
  return {
    values: new Map(requests.map(({ symbol, value }) => [symbol, value])),
    settings: requests,
    gone: unknown.filter(({ value }) => value !== 'n'),
    problems: [...whatIsNotKconfig(path, text), ...problems],
  };
}

/** OpenWrt's and Buildroot's front ends put a prefix before the symbols of BusyBox. */
const PREFIX = /^(?:BR2_PACKAGE_)?BUSYBOX_CONFIG_/;

/** Why a file is no .config of BusyBox at all, or null. An older release's has a few symbols that are gone, not most. */
function foreignConfig(
  path: string,
  known: readonly Request[],
  unknown: readonly Request[],
  { mistakes }: ConfigText,
): string | null {
  const [first] = unknown;
  if (first === undefined || unknown.length <= known.length) {
    const isEmpty = known.length === 0 && mistakes.length === 0;
    return isEmpty ? `${path}: sets no symbol; write "defconfig" or "allnoconfig" instead of a file` : null;
  }
  const example = unknown.find(({ symbol }) => PREFIX.test(symbol));
  const sed = `sed -n 's/^\\(# \\)\\?CONFIG_BUSYBOX_CONFIG_/\\1CONFIG_/p' ${path}`;
  const advice =
    example === undefined
      ? ''
      : `; CONFIG_${example.symbol} is OpenWrt's name of CONFIG_${example.symbol.replace(PREFIX, '')}: ${sed} gives the part that is BusyBox's`;
  return (
    `${path}: not a .config of BusyBox: ${unknown.length} of the ${unknown.length + known.length} symbols it names ` +
    `are none of its, CONFIG_${first.symbol} (${first.from}) for one${advice}`
  );
}
