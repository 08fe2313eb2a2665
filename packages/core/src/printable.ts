/** A text with its control characters, but for line breaks and tabs, spelt out: a terminal would obey them. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return text.replace(
    /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g,
    (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
