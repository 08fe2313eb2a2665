import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  type CompileOutput,
  compileOutput,
  configureOutput,
  type ConfigureOutput,
  digestOf,
  fetchOutput,
  type FetchOutput,
  type Libc,
  libcOutput,
  openStore,
  patchesFor,
  platformOf,
  type Program,
  progress,
  readElf,
  type ReadStage,
  readStage,
  recordArtefact,
  type Store,
  tarballOf,
  toolchainOutput,
  writeStage,
} from '@basewright/core';

import { type Bind, type DebianSettings, materialiseRoot, type SourceTree, sourceTree } from '@basewright/hermetic';

import { compilerFor, SYSROOT } from './compiler';
import { finishPrograms, makeGetconf } from './finish-programs';
import { type BusyboxBuild, makeBusybox } from './make-busybox';
import { withObjectTree } from './object-tree';
import { unpackSysroot } from './sysroot';

/** The options of the executor `compile`; paths are relative to the workspace. */
export interface CompileOptions {
  readonly outputPath: string;
  readonly platform: string;
  readonly libc: Libc;
  readonly sources: string;
  readonly toolchain: string;
  readonly configuration: string;
  /** Directory of the stage libc, for a libc that was built from source. */
  readonly libcSysroot?: string;
  /** Whose object tree to carry on with: the project's name. */
  readonly key: string;
  /** Compile everything, whatever an earlier build left. */
  readonly clean?: boolean;
  readonly debian?: DebianSettings;
}

/**
 * Compiles BusyBox and getconf. Carries on in the object tree of the last build from the same sources and toolchain;
 * the result is byte for byte that of a clean build. Throws TOOL_FAILED with the compiler's errors, PATCH_FAILED.
 */
export async function compile(workspace: string, options: CompileOptions): Promise<CompileOutput> {
  const { platform: id, libc } = options;
  const store = openStore();
  const stage = (directory: string): string => join(workspace, directory);
  const fetched = await readStage(stage(options.sources), fetchOutput, null);
  const toolchain = await readStage(stage(options.toolchain), toolchainOutput, id);
  const configured = await readStage(stage(options.configuration), configureOutput, id);
  const root = await materialiseRoot(store, options.debian ?? {}, toolchain.body.build);
  const source = await patchedSources(store, root, fetched, options);
  const sysroot =
    options.libcSysroot === undefined ? null : await readStage(stage(options.libcSysroot), libcOutput, id);
  const binds: Bind[] = sysroot === null ? [] : [{ from: await unpackSysroot(store, root, sysroot), to: SYSROOT }];
  const key = {
    ...{ project: options.key, platform: id, libc, source: source.digest, root: toolchain.body.build.digest },
    sysroot: sysroot?.body.sysroot.sha256 ?? null,
  };
  const what = `BusyBox ${configured.body.version} for ${id} on ${libc}`;
  progress(`compiling ${what}`);
  return withObjectTree({ store, key, clean: options.clean ?? false }, async (objects) => {
    const build: BusyboxBuild = {
      ...{ root, objects, binds, what, source: source.path, sourceDate: source.sourceDate },
      compiler: compilerFor(platformOf(id), libc),
      kernelArch: platformOf(id).kernelArch,
      config: await configured.file(configured.body.config),
      log: join(store.logs, `compile-${options.key}-${platformOf(id).name}-${digestOf(key).slice(0, 12)}.log`),
    };
    const [applets] = await Promise.all([makeBusybox(build), makeGetconf(build)]);
    return writeStage(stage(options.outputPath), compileOutput, id, async (directory) => {
      await finishPrograms(build, directory);
      const body: CompileOutput = {
        libc,
        version: configured.body.version,
        sourceDate: source.sourceDate,
        busybox: await describe(directory, 'busybox'),
        unstripped: await recordArtefact(directory, 'busybox_unstripped'),
        getconf: await describe(directory, 'getconf'),
        applets,
        patches: patchesFor(fetched.body, 'busybox', { libc, platform: id }).map(({ file }) => file.path),
      };
      return { body, inputs: inputsOf(key, configured.body) };
    });
  });
}

async function patchedSources(
  store: Store,
  root: string,
  fetched: ReadStage<FetchOutput>,
  target: { readonly libc: Libc; readonly platform: string },
): Promise<SourceTree> {
  const { name, version, file } = tarballOf(fetched.body, 'busybox');
  const patches = patchesFor(fetched.body, 'busybox', target);
  return sourceTree(store, {
    ...{ root, name, version, sha256: file.sha256, tarball: await fetched.file(file) },
    patches: await Promise.all(
      patches.map(async (one) => ({ path: await fetched.file(one.file), sha256: one.file.sha256 })),
    ),
  });
}

async function describe(directory: string, name: string): Promise<Program> {
  return { file: await recordArtefact(directory, name), elf: readElf(await readFile(join(directory, name))) };
}

function inputsOf(key: Readonly<Record<string, string | null>>, { config }: ConfigureOutput): Record<string, string> {
  const known = Object.entries(key).flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
  return { ...(Object.fromEntries(known) as Record<string, string>), '.config': config.sha256 };
}
