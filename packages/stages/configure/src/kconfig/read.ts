import { readFile } from 'node:fs/promises';

import { BasewrightError, invariant, plainPath, reasonOf } from '@basewright/core';

import { KconfigBuilder } from './builder';
import { type Kconfig } from './model';
import { statements } from './statements';

/**
 * Reads Kconfig files, following `source`: the language of BusyBox's Config.in files (its docs/Kconfig-language.txt).
 * `directory` is what paths in `source` are relative to. Throws NOT_FOUND for a missing file, BAD_INPUT for a line
 * that is not Kconfig, or a file that includes itself.
 */
export async function readKconfig(directory: string, path = 'Config.in'): Promise<Kconfig> {
  const builder = new KconfigBuilder();
  await readInto(builder, directory, [path]);
  return understood(path, () => builder.finish());
}

/** Reads the last of some files, each of which the one before it includes. */
async function readInto(builder: KconfigBuilder, directory: string, open: readonly string[]): Promise<void> {
  const path = invariant(open.at(-1), 'a file to read');
  const text = await readFile(await plainPath(directory, path), 'utf8').catch((cause: unknown) => {
    throw new BasewrightError('NOT_FOUND', `cannot read ${path} of the sources: ${reasonOf(cause)}`, { cause });
  });
  for (const statement of statements(text)) {
    const place = `${path}:${String(statement.line)}`;
    if (statement.keyword !== 'source') {
      understood(place, () => {
        builder.add(statement);
      });
      continue;
    }
    const next = unquoted(statement.rest);
    if (open.includes(next))
      throw new BasewrightError('BAD_INPUT', `cannot understand ${place}: ${next} includes itself`);
    await readInto(builder, directory, [...open, next]);
  }
}

function understood<T>(place: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw new BasewrightError('BAD_INPUT', `cannot understand ${place}: ${reasonOf(cause)}`, { cause });
  }
}

function unquoted(text: string): string {
  return text.replace(/^["']|["']$/g, '');
}
