import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readStage, rootfsAssembleOutput } from '@basewright/contracts';
import { platformOf } from '@basewright/core';
import { imageRunner } from '@basewright/emulation';
import { unpackLayers } from '@basewright/oci';
import { runInSandbox } from '@basewright/sandbox';

import { REPOSITORY } from './repository';

const INPUTS = join(REPOSITORY, 'packages/lib/upstream/regressions');
/** Directories that an input may write to. */
const OWN = ['etc', 'var', 'build'];

/** How an input ended. */
interface Ending {
  readonly exitCode: number;
  readonly said: string;
}

/** A built image, unpacked, in which inputs for vulnerabilities are run with nothing but what it holds. */
export interface ImageInputs {
  readonly run: (vulnerability: string) => Promise<Ending>;
  readonly remove: () => Promise<void>;
}

/**
 * Unpacks the layer that the stage rootfs-assemble left in `directory`. A foreign platform's programs run in the pinned
 * emulator. Throws where this machine cannot run programs that start others.
 */
export async function imageInputs(directory: string, id: string): Promise<ImageInputs> {
  const home = await mkdtemp(join(tmpdir(), 'basewright-inputs-'));
  const tree = join(home, 'tree');
  const rootfs = await readStage(directory, rootfsAssembleOutput, id);
  await unpackLayers([{ file: await rootfs.file(rootfs.body.tar) }], `the image for ${id}`, tree);
  for (const name of ['build', 'inputs']) mkdirSync(join(tree, name));
  const lockFile = join(REPOSITORY, 'basewright.lock.json');
  const runner = await imageRunner(platformOf(id), { lockFile, strict: false, debian: {} });
  if ('reason' in runner) throw new Error(runner.reason);
  const run = async (vulnerability: string): Promise<Ending> => {
    const place = mkdtempSync(join(home, 'own-'));
    for (const name of OWN) mkdirSync(join(place, name));
    cpSync(join(tree, 'etc'), join(place, 'etc'), { recursive: true });
    const { exitCode, stdout } = await runInSandbox({
      root: tree,
      cwd: '/build',
      purpose: `run the input for ${vulnerability} in the image for ${id}`,
      ...runner.start(['/bin/sh', '-euc', `exec 2>&1; exec timeout 300 sh /inputs/${vulnerability}.sh`]),
      binds: [
        ...OWN.map((name) => ({ from: join(place, name), to: `/${name}`, writable: true })),
        { from: INPUTS, to: '/inputs' },
      ],
      env: { PATH: '/sbin:/usr/sbin:/bin:/usr/bin', RELEASE: rootfs.body.version },
      okExitCodes: Array.from({ length: 255 }, (_, code) => code + 1),
    });
    rmSync(place, { recursive: true });
    return { exitCode, said: stdout };
  };
  return { run, remove: () => rm(home, { recursive: true, force: true }) };
}
