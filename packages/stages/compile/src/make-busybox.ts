import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';

import { exists, plainPath } from '@basewright/core';
import { type Bind, runInSandbox, runMake } from '@basewright/sandbox';

import { type AppletPath, readAppletPaths } from './applet-paths';
import { openBuildLog } from './build-log';
import { type Compiler } from './compiler';
import { countObjects, symbolsIn } from './count-objects';
import { explainMakeFailure } from './explain-failure';

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
  /** A complete .config, and the include/autoconf.h that conf made of it. */
  readonly config: string;
  readonly header: string;
  readonly sourceDate: number;
  readonly log: string;
  /** `BusyBox 1.38.0 for linux/amd64 on glibc`. */
  readonly what: string;
}

/**
 * Makes busybox_unstripped in the object tree and returns where BusyBox installs each applet. Kbuild's own dependency
 * tracking decides what is compiled again: it records every command line and splits autoconf.h by symbol.
 */
export async function makeBusybox(build: BusyboxBuild): Promise<AppletPath[]> {
  const made = await plainPath(build.objects, MADE);
  const again = await exists(made);
  // On the same .config make would find nothing to do, and take seconds to find that out.
  if (!again || (await configFiles(build)).some(({ held }) => !held)) {
    await rm(made, { force: true });
    await takeConfig(build);
    await make(build, again);
    // What make ran may have put anything there.
    await writeFile(await plainPath(build.objects, MADE), '');
  }
  return listApplets(build);
}

/** Where a tree says that make has ended well in it; what goes into a build besides the .config has another tree. */
const MADE = '.basewright-made';

async function make(build: BusyboxBuild, again: boolean): Promise<void> {
  // Of a tree that has objects already make alone knows which of them it compiles again.
  const count = async (): Promise<number> =>
    countObjects(build.objects, symbolsIn(await readFile(build.config, 'utf8')));
  const log = await openBuildLog(build.log, `compiling ${build.what}`, again ? null : count);
  try {
    await runMake({
      root: build.root,
      directory: build.objects,
      seenAt: '/build',
      args: makeArguments(build, again),
      cwd: '/build',
      binds: [
        { from: build.source, to: '/src' },
        { from: build.objects, to: '/build', writable: true },
        ...build.binds,
      ],
      // Kbuild adds to these two; on make's command line they could not be added to.
      env: { CFLAGS_busybox: build.compiler.link.join(' '), SOURCE_DATE_EPOCH: String(build.sourceDate) },
      log: log.stream,
      logPath: build.log,
      purpose: `compile ${build.what}`,
    });
  } catch (error) {
    await log.close();
    throw await explainMakeFailure(error, build.what, build.log);
  }
  await log.close();
}

function makeArguments({ compiler, kernelArch }: BusyboxBuild, again: boolean): string[] {
  return [
    // What `make O=/build` in the sources comes to, without its first pass over the makefiles.
    ...['-f', '/src/Makefile', 'KBUILD_SRC=/src', 'O=/build', 'KBUILD_EXTMOD='],
    ...[`ARCH=${kernelArch}`, `CROSS_COMPILE=${compiler.crossPrefix}`, `CC=${compiler.cc.join(' ')}`, 'HOSTCC=gcc'],
    // It reads all sources, 0.6 s, and writes what depends on nothing else: after the first time it is there.
    ...(again ? ['-o', 'gen_build_files'] : []),
    // Newer makes put variables into MAKEFLAGS, where Kbuild looks for the letter of -s and finds it in a path.
    ...['quiet=quiet_', 'busybox_unstripped'],
  ];
}

/** What applets/busybox.mkll does for busybox.links, by the same means. Nothing is run for the target. */
async function listApplets(build: BusyboxBuild): Promise<AppletPath[]> {
  const { stdout } = await runInSandbox({
    root: build.root,
    program: 'gcc',
    args: ['-E', '-P', '-DMAKE_LINKS', '-include', 'include/autoconf.h', 'include/applets.h'],
    cwd: '/build',
    binds: [{ from: build.objects, to: '/build' }],
    purpose: 'list the applets',
  });
  return readAppletPaths(stdout);
}

/**
 * Puts .config and autoconf.h into the tree, leaving equal ones alone: their times decide what Kbuild looks at again.
 * autoconf.h is the last to be written, so that Kbuild takes it for up to date and does not compile and run conf.
 */
async function takeConfig(build: BusyboxBuild): Promise<void> {
  const files = await configFiles(build);
  if (files.every(({ held }) => held)) return;
  await mkdir(await plainPath(build.objects, 'include'), { recursive: true });
  await writeFile(await plainPath(build.objects, '.kconfig.d'), '');
  for (const { to, text } of files) await writeFile(to, text);
}

/** The two files, where they go, and whether the tree has them as they are. */
function configFiles({
  objects,
  config,
  header,
}: BusyboxBuild): Promise<{ readonly to: string; readonly text: Buffer; readonly held: boolean }[]> {
  const pairs = [
    [config, '.config'],
    [header, 'include/autoconf.h'],
  ] as const;
  return Promise.all(
    pairs.map(async ([from, name]) => {
      const [to, text] = [await plainPath(objects, name), await readFile(from)];
      return { to, text, held: (await readFile(to).catch(() => null))?.equals(text) === true };
    }),
  );
}
