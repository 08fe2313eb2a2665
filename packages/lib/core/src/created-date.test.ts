import { dateMistake, secondsOf } from './created-date';

it.each([
  ['2026-01-31T12:00:00Z', 1769860800],
  ['2026-01-31T12:00:00+02:00', 1769853600],
  ['1980-01-01T00:00:00Z', 315532800],
  ['2106-02-07T06:28:15Z', 4294967295],
  ['2024-02-29T23:59:59Z', 1709251199],
])('%s is %d', (date, seconds) => {
  expect(dateMistake(date)).toBeNull();
  expect(secondsOf(date)).toBe(seconds);
});

it.each([
  ['2026-01-31', 'expected a date with seconds and time zone'],
  ['2026-01-31T12:00:00', 'expected a date with seconds and time zone'],
  ['2026-01-31 12:00', 'expected a date with seconds and time zone'],
  ['2026-01-31T12:00:00.5Z', 'expected a date (RFC 3339)'],
  ['2026-02-30T12:00:00Z', 'expected a date (RFC 3339)'],
  ['2025-02-29T12:00:00Z', 'expected a date (RFC 3339)'],
  ['2026-01-31T24:00:00Z', 'expected a date (RFC 3339)'],
  ['yesterday', 'expected a date (RFC 3339)'],
  ['1979-12-31T23:59:59Z', 'expected a date from 1980 to'],
  ['1980-01-01T00:00:00+01:00', 'expected a date from 1980 to'],
  ['2106-02-07T06:28:16Z', 'expected a date from 1980 to'],
])('%s: %s', (date, mistake) => {
  expect(dateMistake(date)).toContain(mistake);
});
