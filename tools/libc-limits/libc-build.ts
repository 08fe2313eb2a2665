import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type Compiler, compilerFor } from '@basewright/compile';
import { fetchAndVerifyOutput, libcOutput, readStage, toolchainOutput } from '@basewright/contracts';
import { openStore, platformOf } from '@basewright/core';
import { type Libc, libcOf, SYSROOT } from '@basewright/libcs';
import { type Bind, materialiseRoot } from '@basewright/sandbox';

import { patchedSources } from '../../packages/stages/compile/src/patched-sources';
import { unpackSysroot } from '../../packages/stages/compile/src/sysroot';
import { baseConfig } from '../../packages/stages/configure/src/base-config';
import { readBase } from '../../packages/stages/configure/src/base-values';
import { parseConfig } from '../../packages/stages/configure/src/config-text';
import { type Kconfig, type Values } from '../../packages/stages/configure/src/kconfig/model';
import { readKconfig } from '../../packages/stages/configure/src/kconfig/read';
import { kconfigTool } from '../../packages/stages/configure/src/kconfig-tool';
import { type Request } from '../../packages/stages/configure/src/request';
import { resolveRequests } from '../../packages/stages/configure/src/resolve-requests';
import { completeConfig } from '../../packages/stages/configure/src/run-conf';

const PLATFORM = platformOf('linux/amd64');

/** A complete configuration, as conf writes it. */
export interface Configuration {
  readonly config: string;
  readonly header: string;
  readonly values: Values;
}

/** What BusyBox is compiled with on a libc, as the stage compile has it. Paths are absolute. */
export interface LibcBuild {
  readonly libc: Libc;
  readonly version: string;
  readonly root: string;
  readonly source: string;
  readonly sourceDate: number;
  readonly binds: readonly Bind[];
  readonly compiler: Compiler;
  readonly kernelArch: string;
  /** Where conf and the Kbuild files are that BusyBox generates. */
  readonly tool: string;
  readonly kconfig: Kconfig;
  /** Configures: defconfig or allnoconfig, what the libc needs, and requests over both. */
  configure(requests: readonly Request[], base?: 'defconfig' | 'allnoconfig'): Promise<Configuration>;
}

/** Reads what the stages of an image of this workspace left, which must have been built for linux/amd64. */
export async function libcBuild(stages: string, libc: Libc): Promise<LibcBuild> {
  const store = openStore();
  const fetched = await readStage(join(stages, 'fetch-and-verify'), fetchAndVerifyOutput, null);
  const toolchain = await readStage(join(stages, 'toolchain--amd64'), toolchainOutput, PLATFORM.id);
  const root = await materialiseRoot(store, {}, toolchain.body.build);
  const source = await patchedSources(store, root, fetched, { platform: PLATFORM.id, libc });
  const tool = await kconfigTool(store, { path: root, digest: toolchain.body.build.digest }, source);
  const kconfig = await readKconfig(tool);
  const own = join(stages, 'libc--amd64');
  const binds = existsSync(own)
    ? [{ from: await unpackSysroot(store, root, await readStage(own, libcOutput, PLATFORM.id)), to: SYSROOT }]
    : [];
  const version = fetched.body.tarballs.find(({ name }) => name === 'busybox')?.version ?? '';
  const needed = Object.entries(libcOf(libc).requests).map(([symbol, value]) => ({ symbol, value, from: libc }));
  return {
    libc,
    version,
    root,
    source: source.path,
    sourceDate: source.sourceDate,
    binds,
    compiler: compilerFor(PLATFORM, libc),
    kernelArch: PLATFORM.kernelArch,
    tool,
    kconfig,
    configure: (requests, base = 'defconfig') =>
      inScratch(async (directory) => {
        const run = { root, tool, version, sourceDate: source.sourceDate, directory };
        const { values } = await readBase(base, '/', kconfig, run);
        const resolved = resolveRequests(kconfig, [...needed, ...requests]);
        const made = await completeConfig(run, baseConfig(kconfig, values, resolved.requests));
        const settings = parseConfig(made.config).settings;
        return { ...made, values: new Map(settings.map(({ symbol, value }) => [symbol, value])) };
      }),
  };
}

/** An empty directory below the store, for an action alone. */
export async function inScratch<T>(action: (directory: string) => Promise<T>): Promise<T> {
  const { objects } = openStore();
  await mkdir(objects, { recursive: true });
  const directory = await mkdtemp(join(objects, 'limits-'));
  try {
    return await action(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Puts a configuration where make finds it, and does not make it anew. */
export async function writeConfiguration(tree: string, { config, header }: Configuration): Promise<void> {
  await mkdir(join(tree, 'include'), { recursive: true });
  await writeFile(join(tree, '.kconfig.d'), '');
  await writeFile(join(tree, '.config'), config);
  await writeFile(join(tree, 'include/autoconf.h'), header);
}
