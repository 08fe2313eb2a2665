import { join } from 'node:path';

import { publishOutput, readStage } from '@basewright/contracts';
import { BasewrightError, log, repositoryMistake } from '@basewright/core';

import { checkOpen } from '../vulnerabilities/check-open';
import { repositoryOf } from './destination';
import { push, type Sent } from './push';
import { type PushOrder, readPushOrder } from './push-order';

/** What is asked of a publish, besides what is written down with the image. */
export interface Asked {
  /** On the command line; empty where it does not. */
  readonly asked: string;
  /** In the environment, BASEWRIGHT_REGISTRY. */
  readonly environment: string;
  /** Publish nothing with an open vulnerability. Default: as the image has it written down. */
  readonly failOnOpen?: boolean;
}

/**
 * Tells what image a layout stage has left in `directory`, relative to `workspace`, and pushes it where a registry is
 * named; what was sent, or null where none is. With `failOnOpen` not when a vulnerability of its BusyBox is open. Throws NOT_FOUND and BAD_INPUT for a directory without an image,
 * BAD_INPUT for a registry that is none, and what checkOpen and push throw.
 */
export async function publishDirectory(workspace: string, directory: string, asked: Asked): Promise<Sent | null> {
  const order = await readPushOrder(join(workspace, directory));
  for (const line of order.summary) log.info(line);
  if (asked.failOnOpen ?? order.failOnOpen ?? false) await checkOpen(order.name, workspace, directory);
  const registry = registryFor(order, asked);
  if (registry === '') return null;
  const repository = repositoryOf({ registry, name: order.name }) ?? '';
  const mistake = repositoryMistake(repository);
  if (mistake !== null) throw new BasewrightError('BAD_INPUT', `cannot push ${order.name}: registry: ${mistake}`);
  const { body } = await readStage(join(workspace, directory), publishOutput, null);
  return push({ ...order, registry, outputPath: directory }, workspace, body);
}

/**
 * The first that says something: the command line; the environment; image.json or the plugin's options, as the layout has
 * them written down. `--registry=` on the command line is for the layout: it takes away what the others say.
 */
export function registryFor({ registry }: Pick<PushOrder, 'registry'>, { asked, environment }: Asked): string {
  if (asked !== '') return asked;
  if (registry === '') return '';
  return environment === '' ? (registry ?? '') : environment;
}
