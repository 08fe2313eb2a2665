import { posix } from 'node:path';

import { readJsonText } from './image-file/json-text';

/** The project that an image.json stands for: the name written in it, else that of its directory. Any text will do. */
export function projectName(file: string, text: string): string {
  const written = readJsonText(text).value;
  const name: unknown = typeof written === 'object' && written !== null ? Reflect.get(written, 'name') : undefined;
  return typeof name === 'string' ? name : posix.basename(posix.dirname(file));
}
