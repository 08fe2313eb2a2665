/** A name in a list of libraries, and its line. */
export interface ListedName {
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
}

/** What people leave around names; a backslash ends a line that goes on. */
const SEPARATORS = /[\s,;:|\\"'\u00a0\ufeff]+/;

/**
 * The names in a list such as lib-requires.txt: one a line, the beginning of a library's name. `#` begins a comment,
 * separators around and between names do not count, nor does the `*.so.*` that the beginning stands for.
 */
export function parseLibraryList(text: string): ListedName[] {
  return text.split(/\r\n?|\n/).flatMap((line, index) =>
    line
      .replace(/#.*/, '')
      .split(SEPARATORS)
      .map((name) => name.replace(/(\*?\.so\.\*|\*(\.so)?)$/, ''))
      .filter((name) => name !== '')
      .map((name) => ({ text: name, line: index + 1 })),
  );
}
