import { expandTag, OFFICIAL_TAGS, tagMistake } from './tag-template';

const image = { libc: 'glibc', busybox: { version: '1.38.0' } };

it('makes the tags of the official image', () => {
  expect(OFFICIAL_TAGS.map((template) => expandTag(template, image))).toEqual([
    '1.38.0-glibc',
    '1.38-glibc',
    '1-glibc',
    'glibc',
  ]);
});

it.each([
  ['{version}', null],
  ['stable', null],
  ['{verison}-x', '{verison} is no placeholder (did you mean "version"?)'],
  ['{constructor}', '{constructor} is no placeholder'],
  ['a/{libc}', '"a/glibc" is no tag'],
  ['{libc', '"{libc" is no tag'],
])('%s: %s', (template, mistake) => {
  if (mistake === null) expect(tagMistake(template, image)).toBeNull();
  else expect(tagMistake(template, image)).toContain(mistake);
});

it('leaves out the second number of a release that has none, which an author may name', () => {
  expect(expandTag('{major}-{minor}', { libc: 'musl', busybox: { version: '2026' } })).toBe('2026-');
});
