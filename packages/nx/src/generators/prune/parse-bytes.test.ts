import { parseBytes } from './parse-bytes';

it.each([
  ['5GB', 5e9],
  ['1.5 GB', 1.5e9],
  ['0B', 0],
  ['20kB', 20_000],
])('%s are so many bytes', (text, bytes) => {
  expect(parseBytes('maxSize', text)).toBe(bytes);
});

it.each(['', '5', 'GB', '-5GB', '5GiB', '5 gb'])('refuses "%s"', (text) => {
  expect(() => parseBytes('maxSize', text)).toThrow(`cannot use --maxSize=${text}: expected a number with a unit`);
});
