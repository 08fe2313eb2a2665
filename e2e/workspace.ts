import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

import { linkModules } from './link-modules';
import { NxWorkspace } from './nx-workspace';
import { packageDirectories, REPOSITORY, trackedFiles } from './repository';

export { type NxRun, type ProgramRun, type RunOptions } from './nx-workspace';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
}

/**
 * A workspace with the images of this repository and an Nx cache of its own. The family is installed in it as a
 * registry would give it: compiled (jest and the bench see to that first), and without sources or tests.
 */
export class Workspace extends NxWorkspace {
  constructor(parent = tmpdir()) {
    super(mkdtempSync(join(parent, 'basewright-e2e-')), join(REPOSITORY, 'node_modules'));
    for (const path of trackedFiles().filter((file) =>
      /^(images\/.*|README\.md|nx\.json|basewright\.lock\.json|\.gitignore)$/.test(file),
    )) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      cpSync(join(REPOSITORY, path), join(this.root, path));
    }
    linkModules(this.root);
    this.install();
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

  private install(): void {
    const versions: Record<string, string> = {};
    for (const directory of packageDirectories(REPOSITORY)) {
      const from = join(REPOSITORY, directory);
      const manifest = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as Manifest;
      if (manifest.private === true) continue;
      versions[manifest.name] = manifest.version;
      const to = join(this.root, 'node_modules', manifest.name);
      const installed = (path: string): boolean =>
        !/^(node_modules|test)$|\.tsbuildinfo$|^src\/.*\.ts$/.test(relative(from, path));
      cpSync(from, to, { recursive: true, filter: installed });
      if (existsSync(join(from, 'node_modules'))) symlinkSync(join(from, 'node_modules'), join(to, 'node_modules'));
    }
    const root = { name: 'team', private: true, devDependencies: versions };
    const locked = Object.entries(versions).map(([name, version]) => [`node_modules/${name}`, { version, dev: true }]);
    const packages = { '': root, ...Object.fromEntries(locked) } as object;
    this.write('package.json', JSON.stringify(root));
    // Nx tells versions of executors apart by it.
    this.write('package-lock.json', JSON.stringify({ name: 'team', lockfileVersion: 3, packages }));
  }
}
