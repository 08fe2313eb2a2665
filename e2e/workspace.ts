import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { NxWorkspace } from './nx-workspace';

export { type NxRun, type RunOptions } from './nx-workspace';

/** Where this repository is checked out. */
export const REPOSITORY = resolve(__dirname, '..');

/** A copy of this repository's files in a directory of its own, with an Nx cache of its own. */
export class Workspace extends NxWorkspace {
  constructor(parent = tmpdir()) {
    super(mkdtempSync(join(parent, 'basewright-e2e-')), join(REPOSITORY, 'node_modules'));
    for (const path of trackedFiles()) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      cpSync(join(REPOSITORY, path), join(this.root, path));
    }
    linkModules(this.root);
  }

  /** Leaves a project of images/, and those that are made on it, these platforms only. */
  buildFor(project: string, ...platforms: readonly string[]): void {
    this.edit(`images/${project}/image.json`, (text) =>
      text.replace(/"platforms": \[[^\]]*\]/, `"platforms": ${JSON.stringify(platforms)}`),
    );
    for (const other of readdirSync(join(this.root, 'images'))) {
      const file = `images/${other}/image.json`;
      const isOn = existsSync(join(this.root, file)) && this.read(file).includes(`"from": "${project}"`);
      if (isOn) this.buildFor(other, ...platforms);
    }
  }
}

/** The files of this repository that git knows or would add, relative to it. */
export function trackedFiles(): string[] {
  const { stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: REPOSITORY,
    encoding: 'utf8',
  });
  return stdout.split('\0').filter((path) => path !== '');
}

/** Installed packages are shared; those of the family are the copy's own. */
function linkModules(root: string): void {
  const modules = join(root, 'node_modules');
  mkdirSync(join(modules, '@basewright'), { recursive: true });
  for (const name of readdirSync(join(REPOSITORY, 'node_modules'))) {
    if (name !== '@basewright') symlinkSync(join(REPOSITORY, 'node_modules', name), join(modules, name));
  }
  for (const name of readdirSync(join(root, 'packages'))) {
    symlinkSync(join('../../packages', name), join(modules, '@basewright', name));
    const own = join(REPOSITORY, 'packages', name, 'node_modules');
    if (existsSync(own)) symlinkSync(own, join(root, 'packages', name, 'node_modules'));
  }
}
