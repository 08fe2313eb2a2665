import { DEFAULT_SUITE, type DebianSettings, emptyLock, formatLock } from '@basewright/debian';
import { type Tree } from '@nx/devkit';

import { pluginSettings } from '../../plugin-settings';
import { addLines } from './add-lines';
import { registerPlugin } from './register-plugin';

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
