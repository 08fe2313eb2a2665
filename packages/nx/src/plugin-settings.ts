import { type ImageSettings } from '@basewright/image';
import { readNxJson, type Tree } from '@nx/devkit';

import { PLUGIN } from './plugin-name';

/** The options of the plugin in nx.json, if it has some. */
export function pluginSettings(tree: Tree): ImageSettings | undefined {
  const entry = (readNxJson(tree)?.plugins ?? []).find((one) => typeof one !== 'string' && one.plugin === PLUGIN);
  return typeof entry === 'object' ? (entry.options as ImageSettings | undefined) : undefined;
}
