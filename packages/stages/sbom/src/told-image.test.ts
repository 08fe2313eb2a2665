import { digestFrom, platformOf } from '@basewright/core';

import { type Component } from './components';
import { baseName, componentCpe, componentUrl, imageUrl, systemOf } from './told-image';

const DIGEST = digestFrom('d'.repeat(64));
const component = (more: Partial<Component>): Component =>
  ({ name: 'curl', version: '1:8.1+b1-2', origin: 'debian', architecture: 'arm64', ...more }) as Component;

it('names images, releases and packages as package-url/purl-spec does', () => {
  expect(imageUrl('registry.example/Team/App', DIGEST, platformOf('linux/arm/v7'))).toBe(
    `pkg:oci/app@${DIGEST}?arch=arm`,
  );
  expect(componentUrl(component({}), { id: 'debian', version: '13' })).toBe(
    'pkg:deb/debian/curl@1:8.1+b1-2?arch=arm64&distro=debian-13',
  );
  expect(componentUrl(component({}), null)).toBe('pkg:deb/debian/curl@1:8.1+b1-2?arch=arm64');
  const release = component({ origin: 'upstream', name: 'busybox', version: '1.38.0', sha256: 'ab'.repeat(32) });
  expect(componentUrl(release, null)).toBe(`pkg:generic/busybox@1.38.0?checksum=sha256%3A${'ab'.repeat(32)}`);
});

it('knows in the dictionary of vulnerabilities what is compiled or linked here, by the version of its authors', () => {
  expect(componentCpe(component({ name: 'busybox', version: '1.38.0' }))).toBe(
    'cpe:2.3:a:busybox:busybox:1.38.0:*:*:*:*:*:*:*',
  );
  expect(componentCpe(component({ name: 'musl-dev', version: '1.2.5-3' }))).toBe(
    'cpe:2.3:a:musl-libc:musl:1.2.5:*:*:*:*:*:*:*',
  );
  expect(componentCpe(component({}))).toBeNull();
});

it('reads os-release with and without quotes', () => {
  expect(systemOf('NAME=x\nID=debian\nVERSION_ID="13"\n')).toEqual({ id: 'debian', version: '13' });
  expect(systemOf("VERSION_CODENAME=a\nID='own'\n")).toEqual({ id: 'own', version: '' });
  expect(systemOf('NAME=x\n')).toBeNull();
  expect(systemOf(null)).toBeNull();
});

it('names a base without the place of its layout', () => {
  expect(baseName('busybox-glibc')).toBe('busybox-glibc');
  expect(baseName(`docker.io/library/alpine@${DIGEST}`)).toBe('docker.io/library/alpine');
  expect(baseName(`oci:/home/somebody/private/base@${DIGEST}`)).toBe('base');
  expect(baseName(`oci:layout/@${DIGEST}`)).toBe('layout');
});
