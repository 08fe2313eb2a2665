import { plainPath } from '@basewright/core';
import { chmod, copyFile } from 'node:fs/promises';
import { join } from 'node:path';

import { runInSandbox } from '@basewright/sandbox';

import { type BusyboxBuild } from './make-busybox';

/** The programs a build leaves in a stage directory. */
const PROGRAMS = ['busybox', 'busybox_unstripped', 'getconf'] as const;

/** As small as BusyBox's own flags make it: a static getconf is mostly libc. */
const GETCONF_FLAGS = [
  ...['-std=c99', '-Os', '-Wall', '-ffunction-sections', '-fdata-sections', '-fno-asynchronous-unwind-tables'],
  '-Wl,--gc-sections',
] as const;

/** Compiles our getconf beside BusyBox's objects, with the same compiler. */
export async function makeGetconf(build: BusyboxBuild): Promise<void> {
  const [program = '', ...options] = [...build.compiler.cc, ...build.compiler.link];
  await runInSandbox({
    root: build.root,
    program,
    args: [...options, ...GETCONF_FLAGS, '-o', '/out/getconf_unstripped', '/src/getconf.c'],
    cwd: '/out',
    binds: [
      { from: join(__dirname, '..', 'getconf'), to: '/src' },
      { from: build.objects, to: '/out', writable: true },
      ...build.binds,
    ],
    purpose: 'compile getconf',
  });
}

/** Puts the programs into a stage directory: stripped, and busybox unstripped as well. */
export async function finishPrograms(build: BusyboxBuild, directory: string): Promise<void> {
  await copyFile(await plainPath(build.objects, 'busybox_unstripped'), join(directory, 'busybox_unstripped'));
  for (const name of ['busybox', 'getconf']) {
    await runInSandbox({
      root: build.root,
      program: `${build.compiler.crossPrefix}strip`,
      args: [
        '--strip-all',
        '--remove-section=.note',
        '--remove-section=.comment',
        '-o',
        `/out/${name}`,
        `/build/${name}_unstripped`,
      ],
      binds: [
        { from: build.objects, to: '/build' },
        { from: directory, to: '/out', writable: true },
      ],
      purpose: `strip ${name}`,
    });
  }
  for (const name of PROGRAMS) await chmod(join(directory, name), 0o755);
}
