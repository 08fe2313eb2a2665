import { parseBaseReference } from './base-reference';

const DIGEST = `sha256:${'ab'.repeat(32)}`;

it.each([
  ['busybox-glibc', { kind: 'project', project: 'busybox-glibc' }],
  [`localhost:5000/base@${DIGEST}`, { kind: 'registry', repository: 'localhost:5000/base', digest: DIGEST }],
  [
    `docker.io/library/alpine:3.22@${DIGEST}`,
    { kind: 'registry', repository: 'docker.io/library/alpine', tag: '3.22', digest: DIGEST },
  ],
  [
    `localhost:5000/base:1.0@${DIGEST}`,
    { kind: 'registry', repository: 'localhost:5000/base', tag: '1.0', digest: DIGEST },
  ],
  [`oci:../layouts/alpine@${DIGEST}`, { kind: 'layout', path: '../layouts/alpine', digest: DIGEST }],
])('reads %s', (text, expected) => {
  expect(parseBaseReference(text)).toEqual(expected);
});

it.each([
  ['Busybox', '"Busybox" is neither the name of a project nor an image with its registry and digest'],
  [`alpine@${DIGEST}`, '"alpine" names a host but no repository on it'],
  [
    'localhost:5000/base:1',
    "is not pinned: add @ and its digest (skopeo inspect --format '{{.Digest}}' docker://localhost:5000/base:1)",
  ],
  ['oci:./layout', "(skopeo inspect --format '{{.Digest}}' oci:./layout)"],
  ['localhost:5000/base@sha256:abc', 'has no digest of the form sha256: and 64 hexadecimal digits'],
  [`oci:@${DIGEST}`, 'names no directory'],
  [`https://host/base@${DIGEST}`, 'is a repository without a scheme'],
])('says what is wrong with %s', (text, mistake) => {
  expect(parseBaseReference(text)).toContain(mistake);
});
