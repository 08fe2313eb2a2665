import { type Component, derivedComponents } from './components';
import { type HashedFile } from './hashed-files';

const FILE: HashedFile = { sha1: 'a'.repeat(40), sha256: 'b'.repeat(64) };
const files = (...paths: string[]): Map<string, HashedFile> => new Map(paths.map((path) => [path, FILE]));

const component = (name: string, more: Partial<Component> = {}): Component => ({
  name,
  version: '1',
  origin: 'debian',
  role: 'content',
  architecture: 'amd64',
  sha256: 'c'.repeat(64),
  licences: null,
  patches: [],
  neededBy: [],
  files: [`/usr/bin/${name}`],
  ...more,
});
const added = (
  name: string,
): { packages: [{ name: string; version: string; architecture: string; sha256: string; licences: null }] } => ({
  packages: [{ name, version: '1', architecture: 'amd64', sha256: 'c'.repeat(64), licences: null }],
});

const base = [
  component('busybox', { origin: 'upstream', architecture: null, files: ['/bin/busybox'] }),
  component('musl-dev', { role: 'linked', files: ['/bin/busybox'] }),
  component('gcc', { role: 'tool', files: [] }),
  component('libc6', { files: ['/lib/libc.so.6', '/lib/libm.so.6'], neededBy: ['/bin/busybox'] }),
];
const names = (components: readonly Component[]): string[] => components.map(({ role, name }) => `${role} ${name}`);

it('keeps what of the base is still there, and adds packages', () => {
  const owners = new Map([['/usr/bin/curl', 'curl']]);
  const left = files('/bin/busybox', '/lib/libc.so.6', '/usr/bin/curl');
  const told = derivedComponents(added('curl'), { base, owners, files: left });
  expect(names(told)).toEqual(['content busybox', 'content curl', 'content libc6', 'linked musl-dev', 'tool gcc']);
  expect(told.find(({ name }) => name === 'libc6')?.files).toEqual(['/lib/libc.so.6']);
  expect(told.find(({ name }) => name === 'curl')?.files).toEqual(['/usr/bin/curl']);
});

it('tells nothing of a BusyBox that went, nor of what it was built with', () => {
  const owners = new Map([['/usr/bin/curl', 'curl']]);
  const told = derivedComponents(added('curl'), { base, owners, files: files('/lib/libc.so.6', '/usr/bin/curl') });
  expect(names(told)).toEqual(['content curl', 'content libc6']);
});

it('tells once of what base and packages both have', () => {
  const owners = new Map([['/lib/libm.so.6', 'libc6']]);
  const told = derivedComponents(added('libc6'), { base, owners, files: files('/lib/libc.so.6', '/lib/libm.so.6') });
  expect(told).toMatchObject([
    { name: 'libc6', files: ['/lib/libc.so.6', '/lib/libm.so.6'], neededBy: ['/bin/busybox'] },
  ]);
});
