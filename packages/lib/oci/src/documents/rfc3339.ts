/** Seconds since 1970 as RFC 3339 in UTC, without fractions: `2026-09-26T18:11:04Z`. */
export function rfc3339(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
