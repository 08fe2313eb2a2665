import { isTag, repositoryMistake } from './image-name';

describe('repositoryMistake', () => {
  it.each([
    'localhost/base',
    'localhost:5000/base',
    '127.0.0.1:5000/a/b__c',
    '[::1]:5000/base',
    'registry:5000/base',
    'ghcr.io/team/busybox-glibc',
  ])('finds none in %s', (text) => {
    expect(repositoryMistake(text)).toBeNull();
  });

  it.each([
    ['user:sesame@localhost:5000/base', 'names no user'],
    ['https://localhost:5000/base', 'without a scheme'],
    ['localhost:5000', 'no repository on it'],
    ['localhost:5000/Base', 'capital letters'],
    ['localhost:5000/base:glibc', 'names a tag'],
    ['team/base', "registry's host before it"],
    ['localhost:5000/base//x', 'is no repository'],
  ])('says what is wrong with %s: %s', (text, mistake) => {
    expect(repositoryMistake(text)).toContain(mistake);
  });

  it('repeats no password', () => {
    expect(repositoryMistake('user:sesame@localhost:5000/base')).not.toContain('sesame');
    expect(repositoryMistake('https://user:sesame@localhost:5000/base')).not.toContain('sesame');
  });
});

it.each([
  ['1.38.0-glibc', true],
  ['_x', true],
  ['-x', false],
  ['a/b', false],
  ['x'.repeat(129), false],
])('%s is a tag: %s', (text, expected) => {
  expect(isTag(text)).toBe(expected);
});
