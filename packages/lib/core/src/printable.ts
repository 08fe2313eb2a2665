/** A text with its control characters, but for line breaks and tabs, spelt out: a terminal would obey them. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
