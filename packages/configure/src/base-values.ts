import { parseConfig } from './config-text';
import { type Kconfig, type Values } from './kconfig/model';
import { readConfigFile } from './read-requests';
import { allNoConfig, type ConfRun } from './run-conf';

/**
 * The values the requests are laid over: none for `defconfig` (conf gives every symbol its default), those of
 * `make allnoconfig`, or those of a full .config. Symbols of a .config that these sources do not know are dropped,
 * as oldconfig drops them. Throws NOT_FOUND when there is no such file.
 */
export async function baseValues(base: string, workspace: string, kconfig: Kconfig, run: ConfRun): Promise<Values> {
  if (base === 'defconfig') return new Map();
  const { settings } =
    base === 'allnoconfig' ? parseConfig((await allNoConfig(run)).config) : await readConfigFile(workspace, base);
  return new Map(
    settings.filter(({ symbol }) => kconfig.has(symbol)).map(({ symbol, value }) => [symbol, value] as const),
  );
}
