/** https://www.rfc-editor.org/rfc/rfc3339#section-5.6, in whole seconds. */
const RFC3339 =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Seconds since 1970: what every archive and file system can say. Zip begins with 1980, 32 bits end in 2106. */
const EARLIEST = Date.UTC(1980, 0, 1) / 1000;
const LATEST = 2 ** 32 - 1;

/** What is wrong with a date of an image, as a sentence that begins with "expected"; null when nothing is. */
export function dateMistake(text: string): string | null {
  const [, year, month, day] = RFC3339.exec(text) ?? [];
  if (year === undefined || Number(day) > lengthOf(Number(year), Number(month)))
    return /^\d{4}-\d\d-\d\d([T ][\d:.]*)?$/.test(text)
      ? 'expected a date with seconds and time zone, as in "2026-01-31T12:00:00Z"'
      : 'expected a date (RFC 3339) as in "2026-01-31T12:00:00Z"';
  return timeMistake(secondsOf(text));
}

/** The same of a time in seconds since 1970. */
export function timeMistake(seconds: number): string | null {
  return seconds < EARLIEST || seconds > LATEST ? 'expected a date from 1980 to 2106-02-07T06:28:15Z' : null;
}

/** Seconds since 1970 of a date without a {@link dateMistake}. */
export function secondsOf(date: string): number {
  return Date.parse(date) / 1000;
}

/** Days of a month, 1 to 12: day 0 of the next one is its last. */
function lengthOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
