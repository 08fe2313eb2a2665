const FATAL = /level=fatal msg=("(?:[^"\\]|\\.)*")/;

/** Why skopeo gave up, without the queries of URLs: they carry the tokens of uploads. Empty when it does not say. */
export function lastWords(log: string): string {
  const quoted = log.split('\n').findLast((line) => FATAL.test(line));
  const text = quoted === undefined ? '' : unquoted(FATAL.exec(quoted)?.[1] ?? '""');
  return text.replace(/\?[^\s"]+/g, '?…');
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}
