/** One stanza of Debian's control format (deb822(5)): field names as written, values with their continuation lines. */
export type Stanza = Readonly<Record<string, string>>;

/** Reads the stanzas of a control file. Continuation lines keep their newline and lose their indentation. */
export function parseStanzas(text: string): Stanza[] {
  return text
    .split(/\n{2,}/)
    .filter((block) => block.trim() !== '')
    .map(parseStanza);
}

function parseStanza(block: string): Stanza {
  const fields = new Map<string, string>();
  let last = '';
  for (const line of block.split('\n')) {
    const field = /^([^\s:]+):\s*(.*)$/.exec(line);
    if (field?.[1] !== undefined) {
      last = field[1];
      fields.set(last, field[2] ?? '');
    } else if (last !== '' && line.trim() !== '') {
      fields.set(last, `${fields.get(last) ?? ''}\n${line.trim()}`);
    }
  }
  return Object.fromEntries(fields);
}
