/**
 * Words with numbers, as GSettings stores enumerations, flags and choices (gio/strinfo.c of GLib): each number, then the word between
 * 0xff, or 0xfe for another name of one, and 0xff, in units of four bytes. `aliases` name words of the table or of `before`, which is
 * what a key's enumeration has. Null where one names none.
 */
export function stringTable(
  words: readonly (readonly [word: string, value: number])[],
  aliases: readonly (readonly [word: string, target: string])[] = [],
  before: Buffer = Buffer.alloc(0),
): Buffer | null {
  let table = Buffer.concat([before, ...words.map(([word, value]) => entry(value, word, 0xff))]);
  for (const [word, target] of aliases) {
    const at = table.indexOf(marked(target, 0xff));
    if (at === -1) return null;
    table = Buffer.concat([table, entry(at / 4 - 1, word, 0xfe)]);
  }
  return table;
}

function entry(value: number, word: string, mark: number): Buffer {
  const number = Buffer.alloc(4);
  number.writeInt32LE(value | 0);
  return Buffer.concat([number, marked(word, mark)]);
}

function marked(word: string, mark: number): Buffer {
  const bytes = Buffer.from(word, 'utf8');
  const marks = Buffer.alloc(4 * Math.max(2, (bytes.length + 6) >> 2));
  marks[0] = mark;
  bytes.copy(marks, 1);
  marks[marks.length - 1] = 0xff;
  return marks;
}
