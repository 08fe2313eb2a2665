import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  baseOutput,
  compileOutput,
  configureOutput,
  type Contract,
  fetchAndVerifyOutput,
  layerAssembleOutput,
  libcOutput,
  libraryResolveOutput,
  publishOutput,
  readStage,
  rootfsAssembleOutput,
  sbomOutput,
  toolchainOutput,
  vexOutput,
} from '@basewright/contracts';

import { type FuzzTarget } from './fuzz';
import { jsonOrNull, put } from './fuzz-files';

/** Stages that real builds left, with the first two of each list. */
export const STAGES = JSON.parse(readFileSync(join(__dirname, 'stages.json'), 'utf8')) as readonly unknown[];

/** What stages promise one another. */
export const CONTRACTS = [
  ...[
    toolchainOutput,
    fetchAndVerifyOutput,
    configureOutput,
    libcOutput,
    compileOutput,
    libraryResolveOutput,
    rootfsAssembleOutput,
  ],
  ...[layerAssembleOutput, publishOutput, baseOutput, sbomOutput, vexOutput],
] as readonly Contract<unknown>[];

/** What a stage left, read as the next one does. */
export const stageFile: FuzzTarget = {
  name: 'stage.json',
  files: STAGES.map((stage) => Buffer.from(JSON.stringify(stage))),
  isJson: true,
  parse: async (bytes, directory) => {
    put(join(directory, 'stage.json'), bytes);
    const [own, platform] = [stageOf(bytes), platformIn(bytes)];
    const contract = CONTRACTS.find(({ stage }) => stage === own) ?? rootfsAssembleOutput;
    const { body, file } = await readStage<unknown>(directory, contract, platform);
    for (const artefact of artefactsIn(body)) await file(artefact).catch(refusalOnly);
  },
};

function stageOf(bytes: Buffer): unknown {
  return (jsonOrNull(bytes.toString('utf8')) as { stage?: unknown } | null)?.stage;
}

function platformIn(bytes: Buffer): string | null {
  const found = (jsonOrNull(bytes.toString('utf8')) as { platform?: unknown } | null)?.platform;
  return typeof found === 'string' ? found : null;
}

type FileOf = Parameters<Awaited<ReturnType<typeof readStage>>['file']>[0];

/** All artefacts in a body that was read: with a path and a sha256. */
function artefactsIn(value: unknown): FileOf[] {
  if (value === null || typeof value !== 'object') return [];
  const isArtefact = 'path' in value && 'sha256' in value && 'mode' in value;
  return isArtefact ? [value as FileOf] : Object.values(value).flatMap(artefactsIn);
}

/** There are no files beside the stage.json; each is refused, and nothing else happens. */
function refusalOnly(thrown: unknown): void {
  if ((thrown as { code?: unknown }).code !== 'CHECKSUM_MISMATCH') throw thrown;
}
