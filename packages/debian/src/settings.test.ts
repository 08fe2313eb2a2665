import { chooseMirror, DEFAULT_SUITE, resolveSettings } from './settings';

test.each([
  ['the first archive, with one slash at its end', 'https://a.example/debian trixie', 'https://a.example/debian/'],
  ['slashes already there', 'https://a.example/debian// trixie', 'https://a.example/debian/'],
  [
    'not an archive of security updates, by its suite or by its address',
    'https://a.example/debian trixie-security\nhttps://security.example/debian trixie\nhttps://b.example/debian sid',
    'https://b.example/debian/',
  ],
  ['not that of Ubuntu', 'http://a.example/ubuntu/ noble\nhttp://a.example/ubuntu-ports/ noble', undefined],
  ['nothing but security updates', 'https://a.example/debian-security trixie-security', undefined],
  ['a host without sources', '', undefined],
])('mirror of the host: %s', (_, listing, mirror) => {
  expect(chooseMirror(listing)).toBe(mirror);
});

test('what is given is not asked of the host', async () => {
  const given = { mirror: 'https://a.example/debian/', suite: 'sid', keyring: '/dev/null' };
  expect(await resolveSettings(given)).toEqual(given);
  expect((await resolveSettings({ ...given, suite: undefined })).suite).toBe(DEFAULT_SUITE);
});

test('a keyring that is not there', async () => {
  await expect(resolveSettings({ keyring: '/none.gpg' })).rejects.toMatchObject({
    code: 'MISSING_PREREQUISITE',
    message: 'cannot verify Debian packages: there is no keyring at /none.gpg',
    hint: expect.stringContaining('install debian-archive-keyring') as string,
  });
});
