import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { parseForeignJson } from '@basewright/core';

/** Writes what a parser is to read from a file; the path. */
export function put(path: string, bytes: Uint8Array): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

/** What a JSON text says; null where it is none. */
export function jsonOrNull(text: string): unknown {
  try {
    return parseForeignJson(text);
  } catch {
    return null;
  }
}
