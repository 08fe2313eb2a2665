import { chooseArchives, DEFAULT_SUITE, resolveSettings } from './settings';

const MAIN = 'https://a.example/debian';
const SECURITY = 'https://a.example/debian-security';

test.each<[string, string, string | undefined, string | undefined]>([
  [
    'the first of each kind',
    `${MAIN} trixie\n${SECURITY} trixie-security\nhttps://b.example/debian sid`,
    MAIN,
    SECURITY,
  ],
  [
    'security updates by their suite or by their address',
    `https://b.example/x trixie-security\nhttps://security.example/debian trixie\n${MAIN} sid`,
    MAIN,
    'https://b.example/x',
  ],
  [
    'nothing of Ubuntu',
    'http://a.example/ubuntu/ noble\nhttp://a.example/ubuntu/ noble-security',
    undefined,
    undefined,
  ],
  ['nothing but security updates', `${SECURITY} trixie-security`, undefined, SECURITY],
  ['a host without sources', '', undefined, undefined],
])('archives of the host: %s', (_, listing, main, security) => {
  expect(chooseArchives(listing)).toEqual({ main, security });
});

const OWN = { mirror: 'https://a.example/debian//', keyring: '/dev/null' };

test('what is given is not asked of the host', async () => {
  const main = { name: 'debian', mirror: 'https://a.example/debian/', components: ['main'], keyring: '/dev/null' };
  expect(await resolveSettings({ ...OWN, suite: 'sid' })).toEqual({
    suite: 'sid',
    archives: [{ ...main, suites: ['sid'] }],
  });
  expect((await resolveSettings(OWN)).suite).toBe(DEFAULT_SUITE);
});

test("Debian's own archive has updates and security updates besides the suite", async () => {
  const debian = { mirror: 'https://a.example/debian', securityMirror: SECURITY, keyring: undefined };
  const { archives } = await resolveSettings(debian);
  expect(archives.map(({ name, suites }) => [name, suites])).toEqual([
    ['debian', ['trixie', 'trixie-updates']],
    ['debian-security', ['trixie-security']],
  ]);
  expect((await resolveSettings({ ...debian, securityMirror: false })).archives).toHaveLength(1);
});

test('archives and suites can be added', async () => {
  const company = { mirror: 'https://apt.example', suites: ['stable'], keyring: '/dev/null' };
  const { archives } = await resolveSettings({ ...OWN, moreSuites: ['trixie-backports'], archives: { company } });
  expect(archives.map(({ name, suites, components }) => [name, suites, components])).toEqual([
    ['debian', ['trixie', 'trixie-backports'], ['main']],
    ['company', ['stable'], ['main']],
  ]);
});

test('a keyring that is not there', async () => {
  await expect(resolveSettings({ keyring: '/none.gpg' })).rejects.toMatchObject({
    code: 'MISSING_PREREQUISITE',
    message: 'cannot verify Debian packages: there is no keyring at /none.gpg',
    hint: expect.stringContaining('install debian-archive-keyring') as string,
  });
});
