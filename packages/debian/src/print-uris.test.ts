import { byNameAndArchitecture, parsePrintUris } from './print-uris';

const SHA256 = 'a'.repeat(64);
const line = (file: string, hash = `SHA256:${SHA256}`): string => `'http://m.example/pool/${file}' ${file} 12 ${hash}`;

it('reads what apt would download, sorted by name and architecture', () => {
  const output = [line('libc6_2.41-12_i386.deb'), line('gcc_4%3a14.2.0-1_amd64.deb'), line('libc6_2.41-12_amd64.deb')];
  const rest = { sha256: SHA256, size: 12 };
  expect(parsePrintUris(`${output.join('\n')}\n`)).toEqual([
    { name: 'gcc', version: '4:14.2.0-1', architecture: 'amd64', ...rest },
    { name: 'libc6', version: '2.41-12', architecture: 'amd64', ...rest },
    { name: 'libc6', version: '2.41-12', architecture: 'i386', ...rest },
  ]);
});

it.each([
  ['what apt says besides', 'Reading package lists...'],
  ['a digest of another kind', line('a_1_all.deb', `MD5Sum:${'a'.repeat(32)}`)],
  ['a file that is no package', line('a_1.dsc')],
  ['an empty line', ''],
])('passes over %s', (_, text) => {
  expect(parsePrintUris(text)).toEqual([]);
});

it('sorts by code unit, in no locale', () => {
  const packages = ['b', 'a+', 'a', 'B'].map((name) => ({
    ...{ name, architecture: 'all', version: '1', sha256: '', size: 0 },
  }));
  expect(packages.sort(byNameAndArchitecture).map(({ name }) => name)).toEqual(['B', 'a+', 'a', 'b']);
});
