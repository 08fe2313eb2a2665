import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { digestOf, sha256, withLock } from '@basewright/core';

import { withLocalRegistry } from './local-registry';
import { packageDirectories, REPOSITORY, trackedFiles } from './repository';
import { RepositoryCopy } from './repository-copy';

/** The packages of this repository as they are published, built from its files in a copy of it. */
export interface PublishedFamily {
  /** Storage of a local registry that has them. */
  readonly storage: string;
  /** Their tarballs by package name, as clients download them. */
  readonly tarballs: ReadonlyMap<string, string>;
  /** What `nx release` wrote into CHANGELOG.md for the next version; empty where there is only the first. */
  readonly changelog: string;
}

/** Versions of the family in the local registry: that of the sources, and one that differs in a comment. */
export const VERSIONS = { first: '0.1.0', next: '0.1.1' } as const;

/**
 * Builds the packages and publishes them to a local registry with `nx release`, once for all tests: again only when a
 * file they are made from has changed. `next`: a second version too, which takes as long again.
 */
export async function publishedFamily({ next = false } = {}): Promise<PublishedFamily> {
  const home = join(REPOSITORY, 'tmp/published', next ? 'two' : 'one');
  const storage = join(home, digestOf(sources()));
  // Test files run side by side.
  await withLock({ path: join(REPOSITORY, 'tmp/published.lock') }, async () => {
    if (existsSync(storage)) return;
    rmSync(home, { recursive: true, force: true });
    mkdirSync(home, { recursive: true });
    await publishInto(`${storage}.new`, next);
    renameSync(`${storage}.new`, storage);
  });
  const changelog = next ? readFileSync(join(storage, 'CHANGELOG.md'), 'utf8') : '';
  return { storage, tarballs: tarballsIn(storage), changelog };
}

/** What the packages are made from, by digest. */
function sources(): Record<string, string> {
  const made = /^(packages\/.*|[^/]*\.json|LICENSE)$/;
  const files = trackedFiles().filter(
    (path) =>
      made.test(path) && !/\.test\.ts$|^packages\/[^/]*\/test\//.test(path) && existsSync(join(REPOSITORY, path)),
  );
  return Object.fromEntries(files.map((path) => [path, sha256(readFileSync(join(REPOSITORY, path)))]));
}

async function publishInto(storage: string, next: boolean): Promise<void> {
  const workspace = new RepositoryCopy();
  const run = (program: string, ...args: readonly string[]): void => {
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: workspace.root, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stdout}${stderr}`);
  };
  const nx = (...args: readonly string[]): void => {
    const { exitCode, output } = workspace.nx(args);
    if (exitCode !== 0) throw new Error(output);
  };
  const commit = (message: string): void => {
    run('git', 'add', '--all');
    run('git', 'commit', '--quiet', '--message', message);
  };
  try {
    await withLocalRegistry(storage, ({ url }) => {
      run('git', 'init', '--quiet');
      run('git', 'config', 'user.name', 'e2e');
      run('git', 'config', 'user.email', 'e2e@example.org');
      commit('chore: start');
      run('git', 'tag', `v${VERSIONS.first}`);
      // npm publishes to nobody it has no token for, even where none is asked.
      workspace.write('.npmrc', `${url.replace('http:', '')}:_authToken=any\n`);
      workspace.edit('.gitignore', (text) => `${text}.npmrc\n`);
      // Nothing is compiled again that this repository has compiled.
      for (const name of packageDirectories(REPOSITORY)) {
        cpSync(join(REPOSITORY, name, 'dist'), join(workspace.root, name, 'dist'), {
          recursive: true,
        });
      }
      run('npm', 'run', 'build');
      nx('release', 'publish', `--registry=${url}`);
      if (!next) return Promise.resolve();
      workspace.edit('packages/lib/core/src/index.ts', (text) => `${text}// ${VERSIONS.next}\n`);
      commit('feat(core): what the next version is for');
      nx('release', '--skip-publish');
      nx('release', 'publish', `--registry=${url}`);
      cpSync(join(workspace.root, 'CHANGELOG.md'), join(storage, 'CHANGELOG.md'));
      return Promise.resolve();
    });
  } finally {
    workspace.remove();
  }
}

function tarballsIn(storage: string): Map<string, string> {
  const scope = join(storage, '@basewright');
  return new Map(
    readdirSync(scope).map((name) => [`@basewright/${name}`, join(scope, name, `${name}-${VERSIONS.first}.tgz`)]),
  );
}
