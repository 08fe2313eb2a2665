import { join } from 'node:path';

import {
  digestOf,
  type Libc,
  openStore,
  platformOf,
  type RootManifest,
  toolchainOutput,
  type ToolchainOutput,
  writeStage,
} from '@basewright/core';
import { DEFAULT_SUITE, type DebianSettings, pinnedPackages, type PinnedOptions, readLock } from '@basewright/debian';
import { rootManifest, type RootSet } from '@basewright/hermetic';

import { toolchainSets } from './toolchain-sets';

/** The options of the executor `toolchain`; paths are relative to the workspace. */
export interface ToolchainOptions {
  readonly outputPath: string;
  readonly platform: string;
  readonly libc: Libc;
  /** basewright.lock.json. A missing file pins nothing. */
  readonly lockFile: string;
  /** Fail where the lock cannot be kept, instead of taking the suite's current packages. */
  readonly strict?: boolean;
  /** Debian architecture the compilers run on. Default: this machine's. */
  readonly host?: string;
  readonly debian?: DebianSettings;
}

/**
 * Decides the exact packages of the build's root and of the compressors' root and leaves them as a manifest. Nothing
 * is downloaded but package indexes, and those only when the lock and the store do not answer.
 */
export async function resolveToolchain(workspace: string, options: ToolchainOptions): Promise<ToolchainOutput> {
  const sets = toolchainSets(platformOf(options.platform), options.libc, options.host);
  const settings = options.debian ?? {};
  const lock = await readLock(join(workspace, options.lockFile));
  const pinned = { store: openStore(), settings, lock, strict: options.strict ?? false };
  return writeStage(join(workspace, options.outputPath), toolchainOutput, options.platform, async () => {
    const [build, pack] = [await settle(sets.build, pinned), await settle(sets.pack, pinned)];
    const body = { libc: options.libc, suite: settings.suite ?? DEFAULT_SUITE, build, pack };
    return { body, inputs: { [sets.build.key]: digestOf(build), [sets.pack.key]: digestOf(pack) } };
  });
}

async function settle(set: RootSet, options: PinnedOptions): Promise<RootManifest> {
  return rootManifest(await pinnedPackages(set, options), set.links);
}
