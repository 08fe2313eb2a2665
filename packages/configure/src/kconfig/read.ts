import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { BasewrightError, reasonOf } from '@basewright/core';

import { KconfigBuilder } from './builder';
import { type Kconfig } from './model';
import { type Statement, statements } from './statements';

/**
 * Reads Kconfig files, following `source`: the language of BusyBox's Config.in files (its docs/Kconfig-language.txt).
 * `directory` is what paths in `source` are relative to. Throws NOT_FOUND for a missing file, BAD_INPUT for a line
 * that is not Kconfig.
 */
export async function readKconfig(directory: string, path = 'Config.in'): Promise<Kconfig> {
  const builder = new KconfigBuilder();
  await readInto(builder, directory, path);
  return builder.finish();
}

async function readInto(builder: KconfigBuilder, directory: string, path: string): Promise<void> {
  const text = await readFile(join(directory, path), 'utf8').catch((cause: unknown) => {
    throw new BasewrightError('NOT_FOUND', `cannot read ${path} of the sources: ${reasonOf(cause)}`, { cause });
  });
  for (const statement of statements(text)) {
    if (statement.keyword === 'source') await readInto(builder, directory, unquoted(statement.rest));
    else add(builder, statement, path);
  }
}

function add(builder: KconfigBuilder, statement: Statement, path: string): void {
  try {
    builder.add(statement);
  } catch (cause) {
    const place = `${path}:${String(statement.line)}`;
    throw new BasewrightError('BAD_INPUT', `cannot understand ${place}: ${reasonOf(cause)}`, { cause });
  }
}

function unquoted(text: string): string {
  return text.replace(/^["']|["']$/g, '');
}
