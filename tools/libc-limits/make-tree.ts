import { Writable } from 'node:stream';

import { BasewrightError } from '@basewright/core';
import { runMake } from '@basewright/sandbox';

import { type Configuration, type LibcBuild, writeConfiguration } from './libc-build';

/** What make was asked for in a tree. */
interface TreeRun {
  readonly build: LibcBuild;
  /** The object tree, which the sandbox shows as /build. */
  readonly tree: string;
  readonly args: readonly string[];
  readonly purpose: string;
}

/** Runs make with as many jobs as the machine has to spare, and returns what it said and whether all went well. */
export async function runMakeIn({ build, tree, args, purpose }: TreeRun): Promise<{ ok: boolean; said: string }> {
  const { compiler, root, source, sourceDate, binds } = build;
  const chunks: Buffer[] = [];
  const log = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  const said = (): string => Buffer.concat(chunks).toString();
  try {
    await runMake({
      root,
      directory: tree,
      seenAt: '/build',
      args,
      cwd: '/build',
      binds: [{ from: source, to: '/src' }, { from: tree, to: '/build', writable: true }, ...binds],
      env: { CFLAGS_busybox: compiler.link.join(' '), SOURCE_DATE_EPOCH: String(sourceDate) },
      log,
      purpose,
    });
    return { ok: true, said: said() };
  } catch (error) {
    if (!(error instanceof BasewrightError) || error.code !== 'TOOL_FAILED') throw error;
    return { ok: false, said: said() };
  }
}

/** Makes busybox_unstripped as the stage compile does, but goes on after errors. */
export async function makeBusyboxIn(
  build: LibcBuild,
  tree: string,
  configuration: Configuration,
): Promise<{ ok: boolean; said: string }> {
  const { compiler, kernelArch } = build;
  await writeConfiguration(tree, configuration);
  const args = [
    ...['-k', '-f', '/src/Makefile', 'KBUILD_SRC=/src', 'O=/build', 'KBUILD_EXTMOD='],
    ...[`ARCH=${kernelArch}`, `CROSS_COMPILE=${compiler.crossPrefix}`, `CC=${compiler.cc.join(' ')}`, 'HOSTCC=gcc'],
    ...['quiet=quiet_', 'busybox_unstripped'],
  ];
  return runMakeIn({ build, tree, args, purpose: `compile BusyBox on ${build.libc}` });
}
