import { chooseMirror } from './settings';

test.each([
  ['the first archive, with one slash at its end', 'https://a.example/debian trixie', 'https://a.example/debian/'],
  ['slashes already there', 'https://a.example/debian// trixie', 'https://a.example/debian/'],
  [
    'not an archive of security updates, by its suite or by its address',
    'https://a.example/debian trixie-security\nhttps://security.example/debian trixie\nhttps://b.example/debian sid',
    'https://b.example/debian/',
  ],
  ['nothing but security updates', 'https://a.example/debian-security trixie-security', undefined],
  ['a host without sources', '', undefined],
])('mirror of the host: %s', (_, listing, mirror) => {
  expect(chooseMirror(listing)).toBe(mirror);
});
