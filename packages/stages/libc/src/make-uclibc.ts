import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';

import { BasewrightError, exists, type Platform, plainPath } from '@basewright/core';
import { SYSROOT } from '@basewright/libcs';
import { runInSandbox, runMake, type SandboxRun } from '@basewright/sandbox';

import { configText, SYSROOT_IN_BUILD, type UclibcSettings, unheldSettings } from './uclibc-settings';
import { COMPATIBILITY_LIBRARY, COMPATIBILITY_SOURCE, uclibcSpecs } from './uclibc-specs';

/** One build of uClibc-ng. Paths are absolute. */
export interface UclibcBuild {
  readonly root: string;
  /** The patched source tree, shown at /src; its makefiles write into the tree they run in, so it is copied. */
  readonly source: string;
  /** Empty; shown at /build. Afterwards its `sysroot` is the sysroot and `uclibc/.config` the configuration. */
  readonly work: string;
  readonly platform: Platform;
  readonly settings: UclibcSettings;
  readonly sourceDate: number;
  readonly log: string;
  /** `uClibc-ng 1.0.54 for linux/amd64`. */
  readonly what: string;
}

/** The specs file's name, at the top of the sysroot. */
const SPECS_FILE = 'uclibc-gcc.specs';

/** Directories of kernel headers that BusyBox includes; `asm` is the platform's own. */
const KERNEL_HEADERS = ['asm-generic', 'linux', 'mtd', 'scsi'] as const;

/** uClibc-ng's makefile ignores failures of its install commands, so what it left is looked at. */
const EXPECTED = [
  ...[
    'crt1.o',
    'crti.o',
    'crtn.o',
    'libc.a',
    'libcrypt.a',
    'libm.a',
    'libpthread.a',
    'librt.a',
    COMPATIBILITY_LIBRARY,
  ].map((name) => `usr/lib/${name}`),
  ...['asm/unistd.h', 'bits/uClibc_config.h', 'linux/version.h', 'stdio.h'].map((name) => `usr/include/${name}`),
];

/**
 * Builds uClibc-ng and leaves its sysroot in `work`. Throws CONFIGURATION_REFUSED with every setting that did not
 * hold, TOOL_FAILED with the last lines of the log.
 */
export async function makeUclibc(build: UclibcBuild): Promise<void> {
  await mkdir(dirname(build.log), { recursive: true });
  const log = createWriteStream(build.log);
  try {
    await makeSysroot(build, log);
  } finally {
    log.end();
    await finished(log);
  }
}

async function makeSysroot(build: UclibcBuild, log: WriteStream): Promise<void> {
  const { platform, work } = build;
  const run = (program: string, args: readonly string[]): Promise<unknown> => inBuild(build, log, program, args);
  const cross = `${platform.gnu}-`;
  const make = (...args: readonly string[]): Promise<void> =>
    makeInBuild(build, log, [`CROSS_COMPILE=${cross}`, ...args]);

  await run('cp', ['--recursive', '--preserve=mode,timestamps', '--no-target-directory', '/src', '/build/uclibc']);
  await run('mkdir', ['--parents', `${SYSROOT_IN_BUILD}/usr/include`, `${SYSROOT_IN_BUILD}/usr/lib`]);
  // The kernel's come first: where both have a header (scsi), the libc's own is the one that fits it.
  const kernel = [...KERNEL_HEADERS, `${platform.multiarch}/asm`].map((name) => `/usr/include/${name}`);
  await run('cp', ['--recursive', '--dereference', ...kernel, `${SYSROOT_IN_BUILD}/usr/include`]);

  await writeFile(await plainPath(work, 'uclibc/.config'), configText(build.settings));
  await make('olddefconfig');
  await checkSettings(build);
  await make();
  await make(`PREFIX=${SYSROOT_IN_BUILD}`, 'install_dev');

  await writeFile(await plainPath(work, 'compat.c'), COMPATIBILITY_SOURCE);
  const options = [...platform.compilerOptions, '-Os', '-fno-pie', '-fno-asynchronous-unwind-tables', '-nostdinc'];
  await run(`${cross}gcc`, [...options, '-c', 'compat.c', '-o', 'compat.o']);
  await run(`${cross}ar`, ['crD', `${SYSROOT_IN_BUILD}/usr/lib/${COMPATIBILITY_LIBRARY}`, 'compat.o']);
  await writeFile(await plainPath(work, `sysroot/${SPECS_FILE}`), uclibcSpecs(SYSROOT));
  await checkSysroot(build);
}

async function inBuild(build: UclibcBuild, log: WriteStream, program: string, args: readonly string[]): Promise<void> {
  await runInSandbox({ ...sandbox(build, log), program, args });
}

async function makeInBuild(build: UclibcBuild, log: WriteStream, args: readonly string[]): Promise<void> {
  const common = ['-C', '/build/uclibc', '--no-print-directory', 'HOSTCC=gcc'];
  await runMake({ ...sandbox(build, log), directory: build.work, seenAt: '/build', args: [...common, ...args] });
}

function sandbox(build: UclibcBuild, log: WriteStream): Omit<SandboxRun, 'program' | 'args'> {
  return {
    root: build.root,
    cwd: '/build',
    log,
    logPath: build.log,
    binds: [
      { from: build.source, to: '/src' },
      { from: build.work, to: '/build', writable: true },
    ],
    env: { SOURCE_DATE_EPOCH: String(build.sourceDate) },
    purpose: `build ${build.what}`,
  };
}

async function checkSettings({ work, settings, what }: UclibcBuild): Promise<void> {
  const unheld = unheldSettings(await readFile(await plainPath(work, 'uclibc/.config'), 'utf8'), settings);
  if (unheld.length === 0) return;
  throw new BasewrightError('CONFIGURATION_REFUSED', `cannot configure ${what}: ${unheld.join('; ')}`, {
    hint: 'another version of uClibc-ng may name these symbols otherwise; see its extra/Configs/Config.in',
  });
}

async function checkSysroot({ work, what, log }: UclibcBuild): Promise<void> {
  const found = await Promise.all(EXPECTED.map((path) => exists(join(work, 'sysroot', path))));
  const missing = EXPECTED.filter((_path, index) => found[index] === false);
  if (missing.length === 0) return;
  throw new BasewrightError(
    'TOOL_FAILED',
    `cannot build ${what}: its makefile did not install ${missing.join(', ')} (whole log: ${log})`,
  );
}
