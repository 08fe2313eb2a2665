import { posix } from 'node:path';

import { type Making, writeFile } from '../file-commands';
import { type Status } from '../script-host';
import { compileSchemas } from './compile-schemas';

/**
 * `glib-compile-schemas DIRECTORY`: what GSettings reads, of all schemas that the packages of an image have there. Null where the bytes
 * of one are not known, or one is not understood here.
 */
export function makeSchemas(args: readonly string[], making: Making): Status {
  const [directory, ...others] = args.filter((word) => !word.startsWith('-'));
  if (directory === undefined || others.length > 0) return null;
  const { tree } = making;
  const paths = ['xml', 'override'].flatMap((end) => tree.matching(`${directory}/*.${end}`));
  const files = paths.map((path) => ({ name: posix.basename(path), text: tree.text(path) }));
  const known = files.flatMap(({ name, text }) => (text === null ? [] : [{ name, text }]));
  if (known.length < files.length) return null;
  // With nothing to compile it leaves no file.
  if (!known.some(({ name }) => name.endsWith('.gschema.xml'))) return true;
  const { database, ignored } = compileSchemas(known);
  if (ignored.length > 0) return null;
  writeFile(`${directory}/gschemas.compiled`, { bytes: database }, making);
  return true;
}
