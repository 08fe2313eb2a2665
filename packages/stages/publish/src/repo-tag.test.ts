import { isRepoTag, repoTag } from './repo-tag';

describe('repoTag', () => {
  it.each([
    ['busybox:glibc', 'busybox:glibc'],
    ['glibc', 'tiny:glibc'],
    ['localhost:5000/busybox', 'tiny:localhost:5000/busybox'],
    ['localhost:5000/busybox:musl', 'localhost:5000/busybox:musl'],
  ])('of %s is %s', (refName, expected) => {
    expect(repoTag('tiny', refName)).toBe(expected);
  });

  it.each([
    ['busybox:1.38.0-glibc', true],
    ['localhost:5000/a/b__c:x', true],
    ['Busybox:x', false],
    ['busybox', false],
    ['busybox:-x', false],
    ['tiny:localhost:5000/busybox', false],
  ])('%s is acceptable to docker: %s', (text, expected) => {
    expect(isRepoTag(text)).toBe(expected);
  });
});
