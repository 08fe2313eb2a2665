import { posix } from 'node:path';

import { BasewrightError } from '@basewright/core';

import { readJsonText } from './image-file/json-text';
import { readImageText } from './image-text';

/** The project that an image.json stands for: the name written in it, else that of its directory. Any text will do. */
export function projectName(file: string, text: string): string {
  const written = readJsonText(text).value;
  const name: unknown = typeof written === 'object' && written !== null ? Reflect.get(written, 'name') : undefined;
  return typeof name === 'string' ? name : posix.basename(posix.dirname(file));
}

/** The same of a file of the workspace; one that cannot be read is called as its directory. */
export function projectNameIn(workspace: string, file: string): string {
  try {
    return projectName(file, readImageText(workspace, file));
  } catch (error) {
    if (error instanceof BasewrightError) return projectName(file, '');
    throw error;
  }
}
