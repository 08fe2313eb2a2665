import { parseForeignJson, readForeignFile } from '@basewright/core';
import { type z } from 'zod';

import { LONGEST_DOCUMENT } from '../documents/types';
import { fileSize } from './blob-path';
import { type Visit } from './problem';

/** Reads a JSON document of a layout. Notes what is wrong with it, and gives null then. */
export async function readDocument<Document>(
  visit: Visit,
  where: string,
  path: string,
  schema: z.ZodType<Document>,
): Promise<Document | null> {
  const note = (what: string, want: string, got: string): null => {
    visit.problems.push({ where, what, want, got });
    return null;
  };
  if ((await fileSize(path)) === null) return note('content', 'a JSON document', 'no file');
  const bytes = await readForeignFile(path, LONGEST_DOCUMENT).catch(() => null);
  if (bytes === null) return note('content', `at most ${LONGEST_DOCUMENT} bytes`, 'more');
  const text = bytes.toString('utf8');
  const value = parseJson(text);
  if (value === undefined) return note('content', 'a JSON document', `"${text.slice(0, 40)}"…`);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const { path: fields, message } of parsed.error.issues) {
    const got = JSON.stringify(fields.reduce(fieldOf, value)) as string | undefined;
    note(fields.join('.') || 'content', wanted(message), got ?? 'nothing');
  }
  return null;
}

function parseJson(text: string): unknown {
  try {
    return parseForeignJson(text);
  } catch {
    return undefined;
  }
}

/** "Invalid input: expected number, received string" says twice what a problem's `got` says. */
function wanted(message: string): string {
  return message.replace(/^Invalid input: expected /, '').replace(/, received .*$/, '');
}

function fieldOf(value: unknown, field: PropertyKey): unknown {
  return value !== null && typeof value === 'object' ? (value as Record<PropertyKey, unknown>)[field] : undefined;
}
