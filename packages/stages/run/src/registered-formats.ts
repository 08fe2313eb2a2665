import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** Where Linux lists the formats that this machine has an interpreter for (binfmt-misc.rst): often emulators. */
const TABLE = '/proc/sys/fs/binfmt_misc';

/** An entry of the table that is enabled. */
type Format =
  { readonly extension: string } | { readonly offset: number; readonly magic: Buffer; readonly mask: Buffer };

/**
 * Whether Linux would hand a file to an interpreter that this machine has registered. `head` is as much of the file as
 * Linux looks at. `table` is the directory of the entries; one that cannot be read has none.
 */
export async function isRegistered(path: string, head: Buffer, table = TABLE): Promise<boolean> {
  const formats = await registeredFormats(table);
  return formats.some((format) =>
    'extension' in format
      ? extname(path) === format.extension
      : format.magic.every((byte, at) => byte === ((head[format.offset + at] ?? 0) & (format.mask[at] ?? 0xff))),
  );
}

async function registeredFormats(table: string): Promise<Format[]> {
  const names = await readdir(table).catch((): string[] => []);
  const texts = await Promise.all(names.map((name) => readFile(join(table, name), 'utf8').catch(() => '')));
  // The switch of the whole table stands among its entries.
  if (texts[names.indexOf('status')]?.trim() === 'disabled') return [];
  return texts.map(readFormat).filter((format) => format !== null);
}

/** Reads an entry as Linux prints it: `enabled`, then a line `name value` for each of its fields. */
function readFormat(text: string): Format | null {
  const [state, ...lines] = text.trim().split('\n');
  const fields = Object.fromEntries(lines.map((line) => line.split(' '))) as Record<string, string | undefined>;
  if (state !== 'enabled') return null;
  if (fields['extension'] !== undefined) return { extension: fields['extension'] };
  if (fields['magic'] === undefined) return null;
  const [magic, mask] = [fields['magic'], fields['mask'] ?? ''].map((digits) => Buffer.from(digits, 'hex')) as [
    Buffer,
    Buffer,
  ];
  // What the mask hides counts on neither side.
  return {
    offset: Number(fields['offset']),
    magic: magic.map((byte, at) => byte & (mask[at] ?? 0xff)) as Buffer,
    mask,
  };
}
