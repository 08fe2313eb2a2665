import { type DebianSettings } from '@basewright/debian';
import { type ImageSettings } from '@basewright/image';
import { type NxJsonConfiguration, readNxJson, type Tree, updateNxJson } from '@nx/devkit';

import { PLUGIN } from '../../plugin-name';

type Entry = NonNullable<NxJsonConfiguration['plugins']>[number];

/** Has nx.json name the plugin, with these settings besides those it has. */
export function registerPlugin(tree: Tree, debian: DebianSettings): void {
  const nxJson = readNxJson(tree) ?? {};
  const plugins = nxJson.plugins ?? [];
  const index = plugins.findIndex((one) => nameOf(one) === PLUGIN);
  const old = plugins[index];
  const entry = withDebian(old, debian);
  if (JSON.stringify(entry) === JSON.stringify(old)) return;
  updateNxJson(tree, {
    ...nxJson,
    plugins: old === undefined ? [...plugins, entry] : plugins.with(index, entry),
  });
}

function nameOf(entry: Entry): string {
  return typeof entry === 'string' ? entry : entry.plugin;
}

function withDebian(old: Entry | undefined, debian: DebianSettings): Entry {
  if (Object.keys(debian).length === 0) return old ?? PLUGIN;
  const object = typeof old === 'object' ? old : { plugin: PLUGIN };
  const options = (object.options ?? {}) as ImageSettings;
  return { ...object, options: { ...options, debian: { ...options.debian, ...debian } } };
}
