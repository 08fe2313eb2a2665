import { posix } from 'node:path';

import { z } from 'zod';

/** Linux: PATH_MAX and NAME_MAX (limits.h), in bytes. */
const LONGEST_PATH = 4096;
const LONGEST_NAME = 255;

/** Absolute path in an image, in its one spelling: no "." or "..", no final slash, no control characters. */
export const imagePath = z
  .string()
  .refine(
    (path) => path === '/' || (path.startsWith('/') && isPlain(path.slice(1))),
    'expected an absolute path in an image',
  );

/** Relative path of a file in a directory that is known: it stays in there. */
export const pathInside = z
  .string()
  .refine(isPlain, 'expected the path of a file in the directory itself, without ".."');

/** Path of the workspace, relative to it, which it does not leave. */
export const workspacePath = z
  .string()
  .refine(
    (path) => path !== '' && !path.includes('\0') && !/^(\/|\.\.(\/|$))/.test(posix.normalize(path)),
    'expected a path in the workspace, relative to it',
  );

/** What a symbolic link says: any text without NUL. */
export const linkTarget = z
  .string()
  .refine(
    (text) => text !== '' && Buffer.byteLength(text) < LONGEST_PATH && !text.includes('\0'),
    'expected the target of a link',
  );

/** Permission bits: 0 to 07777. */
export const fileMode = z.int().min(0).max(0o7777);

function isPlain(path: string): boolean {
  const names = path.split('/');
  return (
    Buffer.byteLength(path) < LONGEST_PATH &&
    !/\p{Cc}/u.test(path) &&
    names.every((name) => !['', '.', '..'].includes(name) && Buffer.byteLength(name) <= LONGEST_NAME)
  );
}
