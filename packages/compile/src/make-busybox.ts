import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type Bind, runInSandbox } from '@basewright/hermetic';

import { type AppletPath, readAppletPaths } from './applet-paths';
import { openBuildLog } from './build-log';
import { type Compiler } from './compiler';
import { explainMakeFailure } from './explain-failure';
import { jobs } from './jobs';

/** One build of BusyBox. Paths are absolute. */
export interface BusyboxBuild {
  readonly root: string;
  /** The patched source tree, shown at /src. */
  readonly source: string;
  /** The object tree, shown at /build. */
  readonly objects: string;
  /** What else the compiler needs to see: a sysroot. */
  readonly binds: readonly Bind[];
  readonly compiler: Compiler;
  readonly kernelArch: string;
  /** A complete .config. */
  readonly config: string;
  readonly sourceDate: number;
  readonly log: string;
  /** `BusyBox 1.38.0 for linux/amd64 on glibc`. */
  readonly what: string;
}

/**
 * Makes busybox_unstripped in the object tree and returns where BusyBox installs each applet. Kbuild's own dependency
 * tracking decides what is compiled again: it records every command line and splits .config by symbol.
 */
export async function makeBusybox(build: BusyboxBuild): Promise<AppletPath[]> {
  await takeConfig(build);
  const log = await openBuildLog(build.log, `compiling ${build.what}`);
  const { cc, crossPrefix } = build.compiler;
  try {
    await runInSandbox({
      root: build.root,
      program: 'make',
      args: [
        ...['-C', '/src', 'O=/build', `-j${jobs()}`, '--no-print-directory'],
        ...[`ARCH=${build.kernelArch}`, `CROSS_COMPILE=${crossPrefix}`, `CC=${cc.join(' ')}`, 'HOSTCC=gcc'],
        // Newer makes put variables into MAKEFLAGS, where Kbuild looks for the letter of -s and finds it in a path.
        ...['quiet=quiet_', 'SKIP_STRIP=y', 'busybox'],
      ],
      binds: [
        { from: build.source, to: '/src' },
        { from: build.objects, to: '/build', writable: true },
        ...build.binds,
      ],
      env: { SOURCE_DATE_EPOCH: String(build.sourceDate) },
      log: log.stream,
      logPath: build.log,
      purpose: `compile ${build.what}`,
    });
  } catch (error) {
    await log.close();
    throw await explainMakeFailure(error, build.what, build.log);
  }
  await log.close();
  return listApplets(build);
}

/** Runs the script behind `make busybox.links`, whose own rule does not work with O=. */
async function listApplets(build: BusyboxBuild): Promise<AppletPath[]> {
  const { stdout } = await runInSandbox({
    root: build.root,
    program: 'sh',
    args: ['/src/applets/busybox.mkll', '/build/include/autoconf.h', '/build/include/applets.h'],
    binds: [
      { from: build.source, to: '/src' },
      { from: build.objects, to: '/build' },
    ],
    env: { HOSTCC: 'gcc' },
    purpose: 'list the applets',
  });
  return readAppletPaths(stdout);
}

/** Puts the .config into the tree, leaving an equal one alone: its time decides whether Kbuild looks at it again. */
async function takeConfig({ objects, config }: BusyboxBuild): Promise<void> {
  const target = join(objects, '.config');
  const taken = join(objects, '.config.taken');
  const wanted = await readFile(config, 'utf8');
  const before = await readFile(taken, 'utf8').catch(() => null);
  if (before === wanted) return;
  await copyFile(config, target);
  await writeFile(taken, wanted);
}
