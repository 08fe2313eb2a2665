import { type ImageSettings, resolveImageSettings, type ResolvedSettings } from '@basewright/image';
import { readNxJson, type Tree } from '@nx/devkit';

import { PLUGIN } from './plugin-name';

/** The options of the plugin in nx.json, with nothing left open. Throws BAD_INPUT with every mistake in them. */
export function pluginSettings(tree: Tree): ResolvedSettings {
  const entry = (readNxJson(tree)?.plugins ?? []).find((one) => typeof one !== 'string' && one.plugin === PLUGIN);
  return resolveImageSettings(typeof entry === 'object' ? (entry.options as ImageSettings | undefined) : undefined);
}
