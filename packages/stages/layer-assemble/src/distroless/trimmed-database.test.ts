import { trimmedDatabase } from './trimmed-database';

it("keeps apk's database but for what went", () => {
  const stanza = (name: string): string => `C:Q1\nP:${name}\nV:1\nF:bin\nR:x\n\n`;
  const names = ['alpine-baselayout', 'musl', 'busybox', 'busybox-binsh', 'apk-tools', 'zlib'];
  expect(trimmedDatabase(names.map(stanza).join(''))).toBe(['alpine-baselayout', 'musl', 'zlib'].map(stanza).join(''));
});

it("keeps dpkg's", () => {
  const stanza = (name: string): string => `Package: ${name}\nStatus: install ok installed\nDescription: x\n .\n y\n`;
  expect(trimmedDatabase(['dash', 'libc6', 'dpkg'].map(stanza).join('\n'))).toBe(stanza('libc6').trimEnd());
  expect(trimmedDatabase(['dash', 'libc6'].map(stanza).join('\n'))).toBe(stanza('libc6'));
});
