import { join } from 'node:path';

import { PLATFORM_IDS, platformOf } from '@basewright/core';
import { libcOf, LIBCS } from '@basewright/libcs';

import { type Workspace } from '../../e2e/workspace';
import { bareMake } from './bare-make';

/** What building all platforms of all libcs costs, in seconds. */
export interface MatrixLoad {
  /** The wall time of publishing all of them, from sources and toolchains that are there. */
  readonly wall: number;
  /** The processor time of a bare make of each, one after the other. */
  readonly compileCpu: number;
  readonly images: number;
}

/** Measures both in one run. `store` is where the builds keep their object trees, empty at first. */
export async function matrixLoad(workspace: Workspace, store: string): Promise<MatrixLoad> {
  const nx = (args: readonly string[]): void => {
    const run = workspace.nx(args, { env: { BASEWRIGHT_STORE: store } });
    if (run.exitCode !== 0) throw new Error(run.output);
  };
  const projects = LIBCS.map((libc) => `busybox-${libc}`);
  nx(['run-many', '-t', 'configure', '-p', projects.join(','), '--parallel=2']);
  const start = performance.now();
  nx(['run-many', '-t', 'publish', '-p', projects.join(','), '--parallel=3']);
  const wall = (performance.now() - start) / 1000;
  process.stderr.write(`published in ${wall.toFixed(0)} s\n`);
  let compileCpu = 0;
  let images = 0;
  for (const libc of LIBCS) {
    for (const id of PLATFORM_IDS.filter((one) => libcOf(libc).hasPort(platformOf(one)))) {
      const make = await bareMake(join(workspace.root, `dist/images/busybox-${libc}`), id, libc);
      const cpu = await make();
      process.stderr.write(`bare make ${libc} ${id}: ${cpu.toFixed(1)} s of processor time\n`);
      compileCpu += cpu;
      images++;
    }
  }
  return { wall, compileCpu, images };
}
