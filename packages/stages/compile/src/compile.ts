import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  type CompileOutput,
  compileOutput,
  configureOutput,
  type ConfigureOutput,
  fetchAndVerifyOutput,
  libcOutput,
  patchesFor,
  type Program,
  readStage,
  recordArtefact,
  toolchainOutput,
  writeStage,
} from '@basewright/contracts';
import { digestOf, log, openStore, type Platform, platformOf } from '@basewright/core';
import { readElf } from '@basewright/elf';
import { availableHardening, SYSROOT } from '@basewright/libcs';
import { materialiseRoot } from '@basewright/sandbox';

import { checkProgram } from './check-program';
import { compilerFor } from './compiler';
import { finishPrograms, makeGetconf } from './finish-programs';
import { type BusyboxBuild, makeBusybox } from './make-busybox';
import { type ObjectTreeKey, withObjectTree } from './object-tree';
import { type CompileOptions } from './options';
import { patchedSources } from './patched-sources';
import { isReusable } from './reusable';
import { unpackSysroot } from './sysroot';

/**
 * Compiles BusyBox and getconf. Carries on in the object tree of the last build from the same sources and toolchain;
 * the result is byte for byte that of a clean build. Throws TOOL_FAILED with the compiler's errors, PATCH_FAILED, and
 * CHECK_FAILED for a program that would not run in an image.
 */
export async function compile(workspace: string, options: CompileOptions): Promise<CompileOutput> {
  const { libc } = options;
  const platform = platformOf(options.platform);
  const store = openStore();
  const stage = (directory: string): string => join(workspace, directory);
  const fetched = await readStage(stage(options.fetchAndVerify), fetchAndVerifyOutput, null);
  const toolchain = await readStage(stage(options.toolchain), toolchainOutput, platform.id);
  const configured = await readStage(stage(options.configure), configureOutput, platform.id);
  const root = await materialiseRoot(store, options.debian ?? {}, toolchain.body.build);
  const source = await patchedSources(store, root, fetched, options);
  const sysroot =
    options.libcSysroot === undefined ? null : await readStage(stage(options.libcSysroot), libcOutput, platform.id);
  const hardening = availableHardening(options.hardening ?? [], platform, libc);
  const compiler = compilerFor(platform, libc, hardening);
  const key: ObjectTreeKey = {
    project: options.key,
    compiler: digestOf([compiler, platform.kernelArch]),
    source: source.digest,
    root: toolchain.body.build.digest,
    sysroot: sysroot?.body.sysroot.sha256 ?? null,
  };
  const build: Omit<BusyboxBuild, 'objects'> = {
    root,
    source: source.path,
    sourceDate: source.sourceDate,
    kernelArch: platform.kernelArch,
    binds: sysroot === null ? [] : [{ from: await unpackSysroot(store, root, sysroot), to: SYSROOT }],
    compiler,
    config: await configured.file(configured.body.config),
    header: await configured.file(configured.body.header),
    log: join(store.logs, `compile-${digestOf(key)}.log`),
    what: `busybox ${configured.body.version} for ${platform.id} (${libc})`,
  };
  const clean = options.clean === true || !isReusable(await readFile(build.config, 'utf8'));
  return withObjectTree({ store, key, source: source.path, clean }, async (objects) => {
    log.doing(`compiling ${build.what}`);
    const applets = await makeAll({ ...build, objects });
    return writeStage(stage(options.outputPath), compileOutput, platform.id, async (directory) => {
      await finishPrograms({ ...build, objects }, directory);
      const body: CompileOutput = {
        libc,
        version: configured.body.version,
        sourceDate: source.sourceDate,
        busybox: await describe(directory, 'busybox', platform, libc),
        unstripped: await recordArtefact(directory, 'busybox_unstripped'),
        getconf: await describe(directory, 'getconf', platform, libc),
        applets,
        hardening,
        patches: patchesFor(fetched.body, 'busybox', options).map(({ file }) => file.path),
      };
      return { body, inputs: inputsOf(key, configured.body) };
    });
  });
}

/** Both programs at once. Nobody may have the object tree before the slower of the two is done with it. */
async function makeAll(build: BusyboxBuild): Promise<CompileOutput['applets']> {
  const [busybox, getconf] = await Promise.allSettled([makeBusybox(build), makeGetconf(build)]);
  if (busybox.status === 'rejected') throw busybox.reason;
  if (getconf.status === 'rejected') throw getconf.reason;
  return busybox.value;
}

async function describe(
  directory: string,
  name: string,
  platform: Platform,
  libc: CompileOptions['libc'],
): Promise<Program> {
  const elf = readElf(await readFile(join(directory, name)));
  checkProgram(name, elf, platform, libc);
  return { file: await recordArtefact(directory, name), elf };
}

function inputsOf(key: ObjectTreeKey, { config }: ConfigureOutput): Record<string, string> {
  return { ...key, sysroot: key.sysroot ?? '', '.config': config.sha256 };
}
