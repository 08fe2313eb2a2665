import { join } from 'node:path';

import { toolchainOutput, type ToolchainOutput, writeStage } from '@basewright/contracts';
import { digestOf, openStore, platformOf } from '@basewright/core';
import { assertPackagesExist, DEFAULT_SUITE, keyOf, lockedSet, readLock } from '@basewright/debian';
import { pinnedRoot } from '@basewright/sandbox';

import { type ToolchainOptions } from './options';
import { toolchainSets } from './toolchain-sets';

/**
 * Decides the exact packages of the build's root and of the compressors' root, brings them to the store, and leaves them
 * as a manifest. Package indexes are read only where the lock cannot be kept. Throws NOT_FOUND, with the place in image.json and
 * the nearest name, for a package that Debian does not have.
 */
export async function resolveToolchain(workspace: string, options: ToolchainOptions): Promise<ToolchainOutput> {
  const platform = platformOf(options.platform);
  const sets = toolchainSets({ ...options, platform });
  const settings = options.debian ?? {};
  const lock = await readLock(join(workspace, options.lockFile));
  const pinned = { store: openStore(), settings, lock, strict: options.strict ?? false };
  const { packages: names = [] } = options;
  if (names.length > 0 && lockedSet(lock, keyOf(sets.build)) === null) {
    const purpose = 'compile BusyBox with development packages';
    await assertPackagesExist(pinned.store, settings, { platform, names, field: 'busybox.packages', purpose });
  }
  return writeStage(join(workspace, options.outputPath), toolchainOutput, options.platform, async () => {
    const [build, pack] = [await pinnedRoot(sets.build, pinned), await pinnedRoot(sets.pack, pinned)];
    const departures = [...new Set([...build.departures, ...pack.departures])].sort();
    const suite = settings.suite ?? DEFAULT_SUITE;
    const body = { libc: options.libc, suite, build: build.root, pack: pack.root, departures };
    return {
      body,
      inputs: { [sets.build.purpose]: digestOf(build.root), [sets.pack.purpose]: digestOf(pack.root) },
    };
  });
}
