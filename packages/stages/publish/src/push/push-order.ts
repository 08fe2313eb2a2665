import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  BasewrightError,
  type DeepReadonly,
  parseForeignJson,
  projectName,
  readForeignFile,
  reasonOf,
  stableJson,
  systemCodeOf,
  tag,
} from '@basewright/core';
import { z } from 'zod';

import { type PublishOptions } from '../options';
import { builtBusybox, imageBase } from '../vulnerabilities/built-busybox';

const pushOrder = z.strictObject({
  name: projectName,
  /** Where the options of the layout say to push to: an empty text is nowhere, whatever else says. */
  registry: z.string().optional(),
  tags: z.array(tag),
  insecure: z.boolean().optional(),
  certDir: z.string().optional(),
  /** What the image is, in lines. */
  summary: z.array(z.string()),
  /** What its own BusyBox was built by. */
  busybox: builtBusybox.optional(),
  /** What it is made on, of each platform that has a base. */
  bases: z.array(imageBase).optional(),
  /** Whether a vulnerability that is open keeps it from being published. */
  failOnOpen: z.boolean().optional(),
});

/** What a push has to know of an image beside its stage.json: how, and unless something else says, where to. */
export type PushOrder = DeepReadonly<z.infer<typeof pushOrder>>;

/** The file's name in the directory of a layout. */
export const PUSH_ORDER = 'push.json';

/** Bytes: a summary has a line for each tag and platform. */
const LONGEST_ORDER = 1 << 20;

/**
 * The lines that are all there is to say, where nothing is pushed or checked unasked: the program `basewright` shows this file
 * without starting Node.
 */
const SUMMARY = 'summary.txt';

/** Writes down, in the directory of a layout, what {@link readPushOrder} reads. */
export async function writePushOrder(
  directory: string,
  options: PublishOptions,
  summary: readonly string[],
): Promise<void> {
  const { name, registry, tags = [], insecure, certDir, busybox, failOnOpen } = options;
  const bases = options.rootfs.flatMap(({ base, ...one }) => (base === undefined ? [] : [{ ...one, base }]));
  const push = { name, registry, tags: [...tags], insecure, certDir, summary: [...summary] };
  const order: PushOrder = { ...push, busybox, bases: bases.length === 0 ? undefined : bases, failOnOpen };
  await write(join(directory, PUSH_ORDER), stableJson(order));
  if ((registry ?? '') === '' && failOnOpen !== true) await write(join(directory, SUMMARY), `${summary.join('\n')}\n`);
}

/** Whatever the umask. */
async function write(path: string, text: string): Promise<void> {
  await writeFile(path, text);
  await chmod(path, 0o644);
}

/** Throws NOT_FOUND where a directory has no image, BAD_INPUT where another version of Basewright has left it. */
export async function readPushOrder(directory: string): Promise<PushOrder> {
  const path = join(directory, PUSH_ORDER);
  const bytes = await readForeignFile(path, LONGEST_ORDER, { ownOnly: true }).catch((cause: unknown) => {
    if (systemCodeOf(cause) === undefined)
      throw new BasewrightError('BAD_INPUT', `cannot read ${path}: ${reasonOf(cause)}`, { cause });
    throw new BasewrightError('NOT_FOUND', `cannot publish ${directory}: no image was laid out there`, {
      cause,
      hint: 'name the directory that the target layout has left: dist/images/IMAGE/publish',
    });
  });
  try {
    return pushOrder.parse(parseForeignJson(bytes.toString('utf8')));
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : reasonOf(cause);
    throw new BasewrightError('BAD_INPUT', `cannot read ${path}: ${reason}`, {
      cause,
      hint: 'run the target layout again',
    });
  }
}
