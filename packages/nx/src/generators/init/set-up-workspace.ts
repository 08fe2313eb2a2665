import { type DebianSettings, DEFAULT_SUITE, emptyLock, formatLock } from '@basewright/debian';
import { type ImageSettings } from '@basewright/image';
import { type NxJsonConfiguration, readNxJson, type Tree, updateNxJson } from '@nx/devkit';

import { PLUGIN } from '../../plugin-name';
import { pluginSettings } from '../../plugin-settings';

/** Writes what a workspace needs before its first image; leaves alone what it has. */
export function setUpWorkspace(tree: Tree, given: DebianSettings): void {
  registerPlugin(tree, given);
  const { lockFile, debian } = pluginSettings(tree);
  addLines(tree, '.gitignore', ['node_modules', 'dist', '.nx/cache', '.nx/workspace-data']);
  addLines(tree, '.nxignore', ['# Edits to these touch no image: do not copy them into one.', 'images/*/README.md']);
  // prettier would write it in another form than the generator lock does.
  if (tree.exists('.prettierignore')) addLines(tree, '.prettierignore', [lockFile]);
  if (!tree.exists(lockFile)) tree.write(lockFile, formatLock(emptyLock(debian?.suite ?? DEFAULT_SUITE)));
}

/** Adds the lines that a file does not have yet, at its end. A leading slash or a trailing one makes no difference. */
function addLines(tree: Tree, path: string, lines: readonly string[]): void {
  const text = tree.exists(path) ? (tree.read(path, 'utf8') ?? '') : '';
  const plain = (line: string): string => line.trim().replace(/^\/|\/$/g, '');
  const held = new Set(text.split('\n').map(plain));
  // A directory that is ignored as a whole has its parts ignored.
  const missing = lines.filter((line) => !held.has(plain(line)) && !held.has(line.split('/')[0] ?? line));
  if (missing.length === 0) return;
  const start = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  tree.write(path, `${start}${missing.join('\n')}\n`);
}

type Entry = NonNullable<NxJsonConfiguration['plugins']>[number];

/** Has nx.json name the plugin, with these settings besides those it has. */
function registerPlugin(tree: Tree, debian: DebianSettings): void {
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
