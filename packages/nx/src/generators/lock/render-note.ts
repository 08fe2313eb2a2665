import { headline, noteSections } from './note-sections';
import { type Span } from './note-words';
import { type ReleaseNote } from './release-note';

/** Characters that GitHub takes as the text of a pull request. */
const PULL_REQUEST = 65_536;

/** What the end of a note that is cut takes. */
const ROOM_FOR_END = 200;

/** Where Debian says which versions have a fix. */
const TRACKER = 'https://security-tracker.debian.org/tracker/';

/** A note for a terminal, without a line break at its end. */
export function noteText(note: ReleaseNote): string {
  const text = (spans: readonly Span[]): string => spans.map((span) => plain(wordsOf(span))).join('');
  const sections = noteSections(note).map(({ title, items }) => [
    `${title}:`,
    ...items.flatMap(({ line, details }) => [`  ${text(line)}`, ...details.map((detail) => `    ${text(detail)}`)]),
  ]);
  return [[headline(note)], ...sections].map((lines) => lines.join('\n')).join('\n\n');
}

/**
 * A note in Markdown, for the text of a pull request: CVEs are links, and what is named is code, so that nothing in it is
 * markup, a mention or a reference. It ends with a line break. What is longer than `limit` characters is cut between
 * lines, and says so.
 */
export function noteMarkdown(note: ReleaseNote, limit = PULL_REQUEST): string {
  const text = (spans: readonly Span[]): string => spans.map(markdownOf).join('');
  const blocks = noteSections(note).flatMap(({ title, items }) => [
    `\n### ${escaped(title)}\n\n`,
    ...items.map(({ line, details }) =>
      [`- ${text(line)}\n`, ...details.map((detail) => `  - ${text(detail)}\n`)].join(''),
    ),
  ]);
  let written = `${escaped(headline(note))}\n`;
  for (const [at, block] of blocks.entries()) {
    if (written.length + block.length > limit - ROOM_FOR_END) {
      const left = blocks.slice(at).filter((one) => one.startsWith('- ')).length;
      return `${written}\nAnd ${left} more, in the output of the generator.\n`;
    }
    written += block;
  }
  return written;
}

function wordsOf(span: Span): string {
  if (typeof span === 'string') return span;
  return 'cve' in span ? span.cve : span.name;
}

function markdownOf(span: Span): string {
  if (typeof span === 'string') return escaped(span);
  return 'cve' in span ? `[${escaped(span.cve)}](${TRACKER}${encodeURIComponent(span.cve)})` : code(span.name);
}

/** Text without what moves a terminal's cursor or ends a line. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
}

/** https://spec.commonmark.org/0.31.2/#backslash-escapes: all that has a meaning inside a line, and in GitHub's dialect. */
function escaped(text: string): string {
  return plain(text).replace(/[\\`*_[\]<#~|&@]/g, '\\$&');
}

/** https://spec.commonmark.org/0.31.2/#code-spans: between more backticks than it has in a row. */
function code(text: string): string {
  const content = plain(text);
  const longest = Math.max(0, ...(content.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const space = /^[` ]|[` ]$/.test(content) ? ' ' : '';
  return `${fence}${space}${content}${space}${fence}`;
}
