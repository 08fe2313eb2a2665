import { formatDigests, parseDigests, platformsOf } from './image-digests';

const FILE = 'images/x/digests.json';
const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const parsed = (value: unknown): (() => unknown) => {
  return () => parseDigests(FILE, JSON.stringify(value));
};

it('is written in the order of the platform table, and read again', () => {
  const digests = {
    index: digest('a'),
    manifests: { 'linux/s390x': digest('c'), 'linux/amd64': digest('b') },
  };
  const text = formatDigests(digests);
  expect(text).toBe(`{
  "index": "${digest('a')}",
  "manifests": {
    "linux/amd64": "${digest('b')}",
    "linux/s390x": "${digest('c')}"
  }
}
`);
  expect(parseDigests(FILE, text)).toEqual(digests);
  expect(platformsOf(digests)).toEqual(['linux/amd64', 'linux/s390x']);
});

it('names every mistake of a file with its place, and the nearest right name', () => {
  const wrong = {
    index: digest('A'),
    indexes: 1,
    manifests: { 'linux/arm64': `${digest('a')}/../..`, 'linux/arm/v4': digest('a'), 'linux/amd64': 'a'.repeat(64) },
  };
  const mistakes = [
    `cannot use ${FILE}: 5 mistakes`,
    '  index: expected sha256: and 64 hexadecimal digits',
    '  manifests.linux/arm64: expected sha256: and 64 hexadecimal digits',
    '  manifests.linux/amd64: expected sha256: and 64 hexadecimal digits',
    '  manifests.linux/arm/v4: unknown platform (did you mean "linux/arm/v5"?)',
    '  indexes: unknown field (did you mean "index"?)',
  ];
  expect(parsed(wrong)).toThrow(mistakes.join('\n'));
});

it.each<[string, unknown, string]>([
  ['without platforms', { index: digest('a'), manifests: {} }, 'manifests: expected at least one platform'],
  ['that is a list', [], 'the file: Invalid input: expected object, received array'],
  ['without an index', { manifests: { 'linux/amd64': digest('a') } }, 'index: Invalid input: expected string'],
])('refuses a file %s', (_what, value, mistake) => {
  expect(parsed(value)).toThrow(`cannot use ${FILE}: 1 mistake\n  ${mistake}`);
});

it('refuses what is no JSON', () => {
  expect(() => parseDigests(FILE, '{')).toThrow(`cannot use ${FILE}: 1 mistake\n  Expected property name`);
});
