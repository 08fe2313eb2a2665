import { type ConfigText, parseConfig } from './config-text';
import { type Kconfig, type Values } from './kconfig/model';
import { readConfigFile } from './read-requests';
import { allNoConfig, type ConfRun } from './run-conf';
import { withSafeDefaults } from './safe-defaults';

/**
 * The values the requests are laid over: for `defconfig` and `allnoconfig` upstream's, with protections on; those of a
 * full .config as they are. Throws NOT_FOUND when there is no such file.
 */
export async function baseValues(base: string, workspace: string, kconfig: Kconfig, run: ConfRun): Promise<Values> {
  // conf gives every symbol that is left out its default.
  if (base === 'defconfig') return withSafeDefaults(kconfig, new Map());
  if (base !== 'allnoconfig') return valuesOf(kconfig, await readConfigFile(workspace, base));
  const { config } = await allNoConfig(run);
  return withSafeDefaults(kconfig, valuesOf(kconfig, parseConfig(config)));
}

/** Symbols that these sources do not know are dropped, as oldconfig drops them. */
function valuesOf(kconfig: Kconfig, { settings }: ConfigText): Values {
  return new Map(
    settings.filter(({ symbol }) => kconfig.has(symbol)).map(({ symbol, value }) => [symbol, value] as const),
  );
}
