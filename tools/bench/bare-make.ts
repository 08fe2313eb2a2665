import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import { compilerFor } from '@basewright/compile';
import { configureOutput, fetchAndVerifyOutput, libcOutput, readStage, toolchainOutput } from '@basewright/contracts';
import { openStore, platformOf } from '@basewright/core';
import { type Libc, SYSROOT } from '@basewright/libcs';
import { materialiseRoot, runInSandbox } from '@basewright/sandbox';

import { patchedSources } from '../../packages/stages/compile/src/patched-sources';
import { unpackSysroot } from '../../packages/stages/compile/src/sysroot';
import { childrenTimes } from './children-times';

/**
 * Prepares what someone without Basewright would type: `make O=/build -j$(nproc) busybox` in an empty directory. What is
 * returned does it, and gives the processor time in seconds.
 */
export async function bareMake(stages: string, id: string, libc: Libc): Promise<() => Promise<number>> {
  const store = openStore();
  const platform = platformOf(id);
  const stage = (name: string): string => join(stages, name);
  const fetched = await readStage(stage('fetch-and-verify'), fetchAndVerifyOutput, null);
  const toolchain = await readStage(stage(`toolchain--${platform.name}`), toolchainOutput, id);
  const configured = await readStage(stage(`configure--${platform.name}`), configureOutput, id);
  const config = await configured.file(configured.body.config);
  const root = await materialiseRoot(store, {}, toolchain.body.build);
  const source = await patchedSources(store, root, fetched, { platform: id, libc });
  const compiler = compilerFor(platform, libc);
  const built = join(stages, `libc--${platform.name}`);
  const sysroot = existsSync(built) ? await unpackSysroot(store, root, await readStage(built, libcOutput, id)) : null;
  return async () => {
    mkdirSync(store.objects, { recursive: true });
    const objects = mkdtempSync(join(store.objects, 'bare-'));
    try {
      cpSync(config, join(objects, '.config'));
      const { stdout } = await runInSandbox({
        root,
        program: 'sh',
        args: [
          ...['-c', 'make "$@" && times', 'sh'],
          ...['-C', '/src', 'O=/build', `-j${availableParallelism()}`, `ARCH=${platform.kernelArch}`],
          ...[`CROSS_COMPILE=${compiler.crossPrefix}`, `CC=${compiler.cc.join(' ')}`, 'HOSTCC=gcc'],
          ...['quiet=quiet_', 'busybox'],
        ],
        binds: [
          { from: source.path, to: '/src' },
          { from: objects, to: '/build', writable: true },
          ...(sysroot === null ? [] : [{ from: sysroot, to: SYSROOT }]),
        ],
        env: { CFLAGS_busybox: compiler.link.join(' '), SOURCE_DATE_EPOCH: String(source.sourceDate) },
        purpose: 'compile BusyBox with a bare make',
      });
      return childrenTimes(stdout);
    } finally {
      rmSync(objects, { recursive: true, force: true });
    }
  };
}
