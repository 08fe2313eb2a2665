import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

import { openStore } from '@basewright/core';
import { storeWithOwn } from '@basewright/testing';

import { Workspace } from '../../e2e/workspace';
import { type EditLoop, editLoop } from './edit-loop';
import { type LayerLoad, layerLoads } from './layer-load';
import { type MatrixLoad, matrixLoad } from './matrix-load';

const USAGE = `npm run bench -- [--rounds=N] [--matrix]

Builds BusyBox on glibc for linux/amd64 in a scratch workspace, N times (default 3), measures each pair side by side,
prints the ratios of the medians, and fails when one is over its limit:
  a publish with nothing to do, against a target that does nothing; and both in Nx's daemon
  a publish after one applet was switched off, against a clean build
  a clean build, against a bare make -j$(nproc) in the same root
  a layer of many small files, and one of a large program, against tar | libdeflate-gzip of the same
With --matrix instead, half an hour:
  publishing all platforms on all libcs, against the processor time of a bare make of each divided by the processors
`;

/** Prints a ratio and says whether it is within its limit. */
function report(what: string, seconds: number, against: string, than: number, limit: number): boolean {
  const ratio = seconds / than;
  const verdict = ratio <= limit ? 'ok' : 'too slow';
  process.stdout.write(
    `${ratio.toFixed(2)} (at most ${limit.toFixed(2)}: ${verdict})  ${what} ${seconds.toFixed(2)} s, ${against} ${than.toFixed(2)} s\n`,
  );
  return ratio <= limit;
}

function reportAll({ bare, clean, appletOff, unchanged, inDaemon }: EditLoop): boolean {
  const nothing = 'a target that does nothing';
  return [
    report('publish with nothing to do', unchanged.publish, nothing, unchanged.noop, 1.2),
    report("the same in Nx's daemon", inDaemon.publish, nothing, inDaemon.noop, 1.2),
    report('publish with one applet off', appletOff, 'a clean build', clean, 1 / 3),
    report('clean build', clean, 'a bare make', bare, 1.2),
  ].every(Boolean);
}

function reportLayers(loads: readonly LayerLoad[]): boolean {
  return loads
    .map(({ what, stage, archive }) => report(`layer of ${what}`, stage, 'tar | libdeflate-gzip', archive, 2))
    .every(Boolean);
}

function reportMatrix({ wall, compileCpu, images }: MatrixLoad): boolean {
  const share = compileCpu / availableParallelism();
  return report(
    `${images} images published`,
    wall,
    `their compiles on ${availableParallelism()} processors`,
    share,
    1.15,
  );
}

async function reportEdits(workspace: Workspace, store: string, rounds: number): Promise<boolean> {
  const edits = await editLoop(workspace, store, rounds);
  const loads = await layerLoads(workspace, `bench-${rounds}`, rounds);
  return [reportAll(edits), reportLayers(loads)].every(Boolean);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '3' },
      matrix: { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return;
  }
  const store = storeWithOwn('objects', openStore());
  process.env['BASEWRIGHT_STORE'] = store;
  const workspace = new Workspace();
  try {
    const held = values.matrix
      ? reportMatrix(await matrixLoad(workspace, store))
      : await reportEdits(workspace, store, Number(values.rounds));
    if (!held) process.exitCode = 1;
  } finally {
    workspace.remove();
    rmSync(store, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
