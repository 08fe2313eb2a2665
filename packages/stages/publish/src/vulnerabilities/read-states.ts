import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  compileOutput,
  configureOutput,
  fetchAndVerifyOutput,
  layerAssembleOutput,
  readStage,
} from '@basewright/contracts';
import { exists } from '@basewright/core';
import {
  type Accepted,
  busyboxBuild,
  type VulnerabilityState,
  vulnerabilityStates,
  type VulnerabilityTable,
} from '@basewright/upstream';

import { PUSH_ORDER, readPushOrder } from '../push/push-order';
import { type BuiltBusybox, type ImageBase } from './built-busybox';

/** What is known of the BusyBox of an image for one platform. */
export interface PlatformStates {
  /** `linux/amd64` */
  readonly platform: string;
  /** None where the image has no BusyBox; null where another workspace has made it, whose stages are not here. */
  readonly states: readonly VulnerabilityState[] | null;
  readonly accepted: Accepted;
}

/**
 * What every vulnerability of the table is to the image in the directory of a layout, relative to `workspace`, on each of
 * its platforms. An image on another of this workspace has that one's BusyBox, and what that one accepts. Throws NOT_FOUND
 * where the stages of it are no more, and what readStage throws.
 */
export async function readStates(
  workspace: string,
  directory: string,
  table: VulnerabilityTable,
): Promise<PlatformStates[]> {
  const { busybox, bases = [] } = await readPushOrder(join(workspace, directory));
  if (busybox !== undefined) return ofBuilt(workspace, busybox, table);
  return (await Promise.all(bases.map((one) => ofBase(workspace, one, table)))).flat();
}

async function ofBuilt(
  workspace: string,
  { fetchAndVerify, platforms, accepted }: BuiltBusybox,
  table: VulnerabilityTable,
): Promise<PlatformStates[]> {
  const fetched = (await readStage(join(workspace, fetchAndVerify), fetchAndVerifyOutput, null)).body;
  return Promise.all(
    platforms.map(async ({ platform, configure, compile }) => {
      const configured = await readStage(join(workspace, configure), configureOutput, platform);
      const config = await readFile(await configured.file(configured.body.config), 'utf8');
      const compiled = (await readStage(join(workspace, compile), compileOutput, platform)).body;
      return { platform, states: vulnerabilityStates(table, busyboxBuild({ fetched, compiled, config })), accepted };
    }),
  );
}

async function ofBase(
  workspace: string,
  { platform, directory, base }: ImageBase,
  table: VulnerabilityTable,
): Promise<PlatformStates[]> {
  const { removed } = (await readStage(join(workspace, directory), layerAssembleOutput, platform)).body;
  // A distroless image has neither BusyBox nor anything that needs it.
  if (removed !== null) return [{ platform, states: [], accepted: {} }];
  if (!(await exists(join(workspace, base, PUSH_ORDER)))) return [{ platform, states: null, accepted: {} }];
  return (await readStates(workspace, base, table)).filter((one) => one.platform === platform);
}
