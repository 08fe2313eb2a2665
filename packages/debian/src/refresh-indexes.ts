import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { BasewrightError, type ExecResult, exists, progress, reasonOf, writeAtomic } from '@basewright/core';

/** Indexes younger than this, in milliseconds, are not asked for again. */
export const FRESH_MS = 12 * 3600 * 1000;

/** What an apt of our own reads from a mirror. */
export interface Indexes {
  /** The directory of apt's private state. */
  readonly root: string;
  /** The text of sources.list. */
  readonly sources: string;
  /** `the package indexes of trixie (deb, amd64)` */
  readonly what: string;
  /** How much that is, when it is worth a word. */
  readonly size?: string;
  /** What can be built without network or mirror: the end of the hint. */
  readonly without: string;
  /** Runs apt-get with the private configuration. */
  readonly run: (args: readonly string[], purpose: string) => Promise<ExecResult>;
}

/**
 * Asks the mirror for indexes when those at hand are older than so many milliseconds. When it cannot be asked, those at
 * hand are used, with a warning. Throws UNREACHABLE when there are none.
 */
export async function refreshIndexes(indexes: Indexes, olderThan: number): Promise<void> {
  const { root, what } = indexes;
  if ((await ageOf(root)) < olderThan) return;
  await layOut(indexes);
  progress(`reading ${what}${indexes.size === undefined ? '' : `, ${indexes.size}`}`);
  try {
    await indexes.run(['update', '-qq', '-o', 'APT::Update::Error-Mode=any'], `read ${what}`);
  } catch (cause) {
    // Indexes of an earlier day are better than none: everything they lead to is checked against pinned digests.
    if (!(await exists(stampOf(root)))) throw unreachable(indexes, cause);
    progress(`warning: ${what} could not be refreshed, what is at hand is used (${firstLine(cause)})`);
  }
  await writeFile(stampOf(root), '');
}

const stampOf = (root: string): string => join(root, 'updated');

/** How long ago the mirror was asked, in milliseconds. */
async function ageOf(root: string): Promise<number> {
  const updated = await stat(stampOf(root)).catch(() => undefined);
  return updated === undefined ? Infinity : Date.now() - updated.mtimeMs;
}

async function layOut({ root, sources }: Indexes): Promise<void> {
  for (const path of ['state/lists/partial', 'cache/archives/partial', 'none']) {
    await mkdir(join(root, path), { recursive: true });
  }
  await writeAtomic(join(root, 'sources.list'), sources);
  await writeAtomic(join(root, 'status'), '');
}

/** That a program is missing has a better hint already. */
function unreachable({ without }: Indexes, cause: unknown): unknown {
  if (!(cause instanceof BasewrightError) || cause.code !== 'TOOL_FAILED') return cause;
  return new BasewrightError('UNREACHABLE', cause.message, {
    cause,
    hint: `check the network and the mirror (option debian.mirror); ${without}`,
  });
}

function firstLine(error: unknown): string {
  return reasonOf(error).split('\n')[0] ?? '';
}
