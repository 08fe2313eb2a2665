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
  const fields: Record<string, string> = {};
  let last = '';
  for (const line of block.split('\n')) {
    const field = /^([^\s:]+):\s*(.*)$/.exec(line);
    if (field?.[1] !== undefined) {
      last = field[1];
      fields[last] = field[2] ?? '';
    } else if (last !== '' && line.trim() !== '') {
      fields[last] = `${fields[last] ?? ''}\n${line.trim()}`;
    }
  }
  return fields;
}
