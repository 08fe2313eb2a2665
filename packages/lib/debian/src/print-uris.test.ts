import { byNameAndArchitecture, parsePrintUris } from './print-uris';

const ARCHIVES = [
  { name: 'debian', mirror: 'http://m.example/', suites: [], components: [], keyring: '' },
  { name: 'security', mirror: 'http://m.example/security/', suites: [], components: [], keyring: '' },
];
const SHA256 = 'a'.repeat(64);
const line = (file: string, hash = `SHA256:${SHA256}`): string =>
  `'http://m.example/pool/${encodeURIComponent(file)}' ${file} 12 ${hash}`;

it('reads what apt would download, sorted by name and architecture', () => {
  const output = [line('libc6_2.41-12_i386.deb'), line('gcc_4%3a14.2.0-1_amd64.deb'), line('libc6_2.41-12_amd64.deb')];
  const rest = { archive: 'debian', sha256: SHA256, size: 12 };
  expect(parsePrintUris(`${output.join('\n')}\n`, ARCHIVES)).toEqual([
    { name: 'gcc', version: '4:14.2.0-1', architecture: 'amd64', path: 'pool/gcc_4%3a14.2.0-1_amd64.deb', ...rest },
    { name: 'libc6', version: '2.41-12', architecture: 'amd64', path: 'pool/libc6_2.41-12_amd64.deb', ...rest },
    { name: 'libc6', version: '2.41-12', architecture: 'i386', path: 'pool/libc6_2.41-12_i386.deb', ...rest },
  ]);
});

it.each([
  ['what apt says besides', 'Reading package lists...'],
  ['a digest of another kind', line('a_1_all.deb', `MD5Sum:${'a'.repeat(32)}`)],
  ['a file that is no package', line('a_1.dsc')],
  ['an empty line', ''],
  ['an address whose percent signs mean nothing', line('a_1_all.deb').replace('pool/', 'pool/%zz/')],
  ['a version whose percent signs mean nothing', line('a_1_all.deb').replace(' a_1_all', ' a_1%zz_all')],
])('passes over %s', (_, text) => {
  expect(parsePrintUris(text, ARCHIVES)).toEqual([]);
});

it.each([
  ['http://m.example/security/pool/g/g++_1_all.deb', { archive: 'security', path: 'pool/g/g++_1_all.deb' }],
  ['http://m.example/pool/g/g%2b%2b_1_all.deb', { archive: 'debian', path: 'pool/g/g++_1_all.deb' }],
  ['http://m.example/./g++_1_all.deb', { archive: 'debian', path: 'g++_1_all.deb' }],
])('finds the archive that %s is in, and the path there', (uri, place) => {
  const [found] = parsePrintUris(`'${uri}' g++_1_all.deb 12 SHA256:${SHA256}`, ARCHIVES);
  expect(found).toMatchObject(place);
});

it('leaves out what is in no archive', () => {
  expect(parsePrintUris(`'http://other.example/a_1_all.deb' a_1_all.deb 12 SHA256:${SHA256}`, ARCHIVES)).toEqual([]);
});

it('sorts by code unit, in no locale', () => {
  const packages = ['b', 'a+', 'a', 'B'].map((name) => ({
    name,
    architecture: 'all',
    version: '1',
    archive: 'debian',
    path: '',
    sha256: '',
    size: 0,
  }));
  expect(packages.sort(byNameAndArchitecture).map(({ name }) => name)).toEqual(['B', 'a+', 'a', 'b']);
});
