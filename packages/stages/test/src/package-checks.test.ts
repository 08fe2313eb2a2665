import { packageChecks } from './package-checks';

const SHA256 = 'b'.repeat(64);
const PACKAGE = { name: 'tzdata', version: '2026a', architecture: 'all', sha256: SHA256, licences: null };
const RECORD = '/var/lib/dpkg/status.d/tzdata';
const RELEASE = { '/usr/lib/os-release': 'NAME="Debian"\nID=debian\n', '/etc/debian_version': '13.8\n' };

const problems = async (files: Readonly<Record<string, string>>): Promise<(string | null)[]> =>
  (await packageChecks((path) => Promise.resolve(files[path] ?? ''), [PACKAGE])).map(({ problem }) => problem);

it('passes packages that have their records, and an image that says what it is', async () => {
  expect(await problems({ ...RELEASE, [RECORD]: 'Package: tzdata\nVersion: 2026a\n' })).toEqual([null, null]);
});

it.each([
  ['no record', {}, `tzdata: there is no ${RECORD}`],
  [
    'another version',
    { [RECORD]: 'Package: tzdata\nVersion: 1\n' },
    `${RECORD}: it is about tzdata 1, not tzdata 2026a`,
  ],
])('does not pass a package with %s', async (_what, files, problem) => {
  expect(await problems({ ...RELEASE, ...files })).toEqual([problem, null]);
});

it('does not pass packages of nobody', async () => {
  const [, identity] = await problems({ [RECORD]: 'Package: tzdata\nVersion: 2026a\n', '/etc/os-release': 'NAME=x\n' });
  expect(identity).toBe('/etc/os-release has no ID');
});

it("does not pass Debian's packages where trivy does not see whose they are, and lets another distribution be", async () => {
  const record = { [RECORD]: 'Package: tzdata\nVersion: 2026a\n' };
  const [, ofDebian] = await problems({ ...record, '/etc/os-release': 'ID=debian\n' });
  expect(ofDebian).toBe('there is no /etc/debian_version');
  expect(await problems({ ...record, '/etc/os-release': 'ID="alpine"\n' })).toEqual([null, null]);
});

it('asks nothing of an image without packages', async () => {
  expect(await packageChecks(() => Promise.reject(new Error('was read')), [])).toEqual([]);
});
