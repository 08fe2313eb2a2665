import { closeSync, mkdirSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type RootManifest } from '@basewright/contracts';
import { openStore } from '@basewright/core';
import { readLock } from '@basewright/debian';
import { assembleLayer } from '@basewright/layer-assemble';
import { readImage } from '@basewright/pipeline';
import { LEVEL, materialiseRoot, packRoot, runInSandbox } from '@basewright/sandbox';

import { type Workspace } from '../../e2e/workspace';
import { Stopwatch } from './stopwatch';

/** What a layer of files costs, in seconds. */
export interface LayerLoad {
  /** What is in it. */
  readonly what: string;
  /** The stage layer-assemble. */
  readonly stage: number;
  /** `tar | libdeflate-gzip` of the same files, on the same level in the same root. */
  readonly archive: number;
}

const IMAGE = 'images/bench-layer/image.json';
const FILES = 'images/bench-layer/files';

/** Kinds of content, each with what fills a directory. */
const CONTENTS: Readonly<Record<string, (directory: string) => void>> = {
  '20,000 small files': manyFiles,
  'a program of 43 MB': oneProgram,
};

/** Measures side by side, `rounds` times; medians. `base` is an image project of the workspace. */
export async function layerLoads(workspace: Workspace, base: string, rounds: number): Promise<LayerLoad[]> {
  const watch = new Stopwatch();
  const files = join(workspace.root, FILES);
  const written = {
    from: base,
    platforms: ['linux/amd64'],
    rootfs: { files: [{ source: './files', path: '/srv/files' }] },
  };
  workspace.write(IMAGE, JSON.stringify({ name: 'bench-layer', ...written }));
  workspace.nx(['run', `${base}:layout--amd64`]);
  const lock = await readLock(join(workspace.root, 'basewright.lock.json'));
  const { root } = await packRoot({ store: openStore(), settings: {}, lock, strict: true });
  const loads: LayerLoad[] = [];
  for (const [what, fill] of Object.entries(CONTENTS)) {
    rmSync(files, { recursive: true, force: true });
    mkdirSync(files, { recursive: true });
    fill(files);
    for (let round = 0; round < rounds; round++) {
      await watch.time(`tar | libdeflate-gzip of ${what}`, () => archive(root, workspace.root));
      await watch.time(`layer-assemble of ${what}`, () => assemble(workspace.root));
    }
    const [stage, plain] = [
      watch.median(`layer-assemble of ${what}`),
      watch.median(`tar | libdeflate-gzip of ${what}`),
    ];
    loads.push({ what, stage, archive: plain });
  }
  return loads;
}

async function assemble(workspace: string): Promise<void> {
  const plan = readImage(workspace, IMAGE, undefined).stages['layer-assemble--amd64'];
  if (plan?.stage !== 'layer-assemble') throw new Error(`${IMAGE} has no layer`);
  await assembleLayer(plan.options, workspace);
}

async function archive(root: RootManifest, workspace: string): Promise<void> {
  const out = join(workspace, 'dist/bench-archive');
  mkdirSync(out, { recursive: true });
  await runInSandbox({
    root: await materialiseRoot(openStore(), {}, root),
    program: 'sh',
    args: ['-c', `tar --create --directory /src . | libdeflate-gzip -${LEVEL.quick} >/out/layer.tar.gz`],
    binds: [
      { from: join(workspace, FILES), to: '/src' },
      { from: out, to: '/out', writable: true },
    ],
    purpose: 'archive files with tar and libdeflate-gzip',
  });
}

function manyFiles(directory: string): void {
  for (let at = 0; at < 20_000; at++) {
    const home = join(directory, String(at % 200));
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, `${at}.js`), `module.exports = ${at};\n`.repeat(20));
  }
}

/** As much of Node itself. */
function oneProgram(directory: string): void {
  const program = Buffer.alloc(43_000_000);
  const node = openSync(process.execPath, 'r');
  readSync(node, program);
  closeSync(node);
  writeFileSync(join(directory, 'program'), program, { mode: 0o755 });
}
