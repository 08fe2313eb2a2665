import { readImage } from '@basewright/pipeline';

import { UP } from '../images/trees';
import { type FileFamily, type Put } from './file-case';

const PATH = 'images/x/image.json';
const TINY = { libc: 'musl', busybox: { version: '1.38.0' }, platforms: ['linux/amd64'] };
const ON_BASE = { from: 'tiny', platforms: ['linux/amd64'] };
const at = (put: Put): Record<string, Put> => ({ [PATH]: put });
const tiny = (more: object): Record<string, Put> => at(JSON.stringify({ ...TINY, ...more }));
const onBase = (more: object): Record<string, Put> => at(JSON.stringify({ ...ON_BASE, ...more }));
const tree = (rootfs: object): Record<string, Put> => tiny({ rootfs });
const FILE = /images\/x\/image\.json/;

/** image.json, which decides what is read, run and written. */
export const IMAGE_FILES: FileFamily = {
  name: 'image.json',
  step: ({ workspace }) => Promise.resolve().then(() => readImage(workspace, PATH, undefined)),
  cases: [
    { name: 'an ordinary one', expected: 'harmless', make: () => tiny({}) },
    { name: 'UTF-16', expected: FILE, make: () => at(Buffer.from(JSON.stringify(TINY), 'utf16le')) },
    { name: 'zeros', expected: FILE, make: () => at('\0'.repeat(1000)) },
    { name: 'nothing', expected: FILE, make: () => at('') },
    ...['null', '[]', '5', '"x"'].map((text) => ({ name: text, expected: FILE, make: () => at(text) })),
    { name: 'a link to a secret', expected: FILE, make: (canary) => at({ link: `${canary}/secret` }) },
    { name: 'a pipe', expected: FILE, make: () => at({ pipe: true }) },
    { name: 'a directory', expected: FILE, make: () => at({ directory: true }) },
    { name: '100,000 levels', expected: /100 levels/, make: () => at('['.repeat(100_000)) },
    { name: '10 MB of blanks', expected: 'harmless', make: () => at(JSON.stringify(TINY) + ' '.repeat(10_000_000)) },
    {
      name: '10,000 unknown fields',
      expected: /unknown0/,
      make: () => tiny(Object.fromEntries(Array.from({ length: 10_000 }, (_none, nth) => [`unknown${nth}`, nth]))),
    },
    {
      name: 'a member __proto__',
      expected: FILE,
      make: () => at(JSON.stringify(TINY).replace('{', '{"__proto__":{"libc":"glibc"},')),
    },
    { name: 'a member constructor', expected: /constructor/, make: () => tiny({ constructor: {} }) },
    {
      name: 'a symbol __proto__',
      expected: { either: /proto/ },
      make: () =>
        at(
          JSON.stringify({ ...TINY, busybox: { version: '1.38.0', set: {} } }).replace(
            '"set":{',
            '"set":{"__proto__":true',
          ),
        ),
    },
    {
      name: 'a name twice',
      expected: /libc: written twice/,
      make: () => at(JSON.stringify(TINY).replace('"libc":"musl"', '"libc":"glibc","libc":"musl"')),
    },
    ...[`${UP}n`, '/n', '--help', '..', '\u001b[31mred', 'a\nb'].map((name) => ({
      name: `the name ${JSON.stringify(name)}`,
      expected: /name/,
      make: () => tiny({ name }),
    })),
    { name: 'the name constructor', expected: 'harmless', make: () => tiny({ name: 'constructor' }) },
    {
      name: 'a version that is a path',
      expected: /version/,
      make: () => tiny({ busybox: { version: '../../x', sha256: 'a'.repeat(64), mirrors: ['file:x'] } }),
    },
    {
      name: 'a value of two lines',
      expected: /PREFIX/,
      make: () => tiny({ busybox: { version: '1.38.0', set: { PREFIX: 'x"\nCONFIG_HTTPD=y' } } }),
    },
    {
      name: 'a fragment outside',
      expected: /secret is not in this workspace/,
      make: (canary) => tiny({ busybox: { version: '1.38.0', config: [`${UP}${canary.slice(1)}/secret`] } }),
    },
    {
      name: 'patches outside',
      expected: /patches/,
      make: (canary) => tiny({ busybox: { version: '1.38.0', patches: [`${UP}${canary.slice(1)}/*`] } }),
    },
    {
      name: 'a patch that is a link outside',
      expected: /p lies outside the workspace/,
      make: (canary) => ({
        ...tiny({ busybox: { version: '1.38.0', patches: ['./p'] } }),
        'images/x/p': { link: `${canary}/secret` },
      }),
    },
    {
      name: 'nsswitch outside',
      expected: /nsswitch/,
      make: () => tiny({ libc: 'glibc', nsswitch: `${UP}etc/passwd` }),
    },
    {
      name: 'a pattern that is slow',
      expected: /no such patch/,
      make: () => ({
        ...tiny({ busybox: { version: '1.38.0', patches: [`./p/${'*a'.repeat(12)}b`] } }),
        [`images/x/p/${'a'.repeat(200)}`]: 'x',
      }),
    },
    { name: 'a long reference', expected: /from/, make: () => onBase({ from: `${'a.'.repeat(50_000)}!` }) },
    {
      name: 'a long repository',
      expected: /from/,
      make: () => onBase({ from: `localhost:5000/${'a._-'.repeat(30_000)}!@sha256:${'a'.repeat(64)}` }),
    },
    {
      name: 'a layout whose digest is a path',
      expected: /from/,
      make: () => onBase({ from: `oci:./x@sha256:${UP}victim` }),
    },
    { name: 'a package that is an option', expected: /packages/, make: () => onBase({ packages: ['-oapt=x'] }) },
    { name: 'a long tag', expected: /tags/, make: () => tiny({ tags: ['{'.repeat(50_000)] }) },
    {
      name: 'a registry of a shell',
      expected: /registry/,
      make: (canary) => tiny({ registry: `localhost:5000/$(touch ${canary}/made)` }),
    },
    {
      name: 'a long path',
      expected: /path/,
      make: () => tree({ files: [{ source: './f', path: `${'/a'.repeat(100_000)}/..` }] }),
    },
    {
      name: 'a file outside',
      expected: /not in this workspace/,
      make: (canary) => tree({ files: [{ source: `${canary}/secret`, path: '/x' }] }),
    },
    {
      name: 'a path above the root',
      expected: /path/,
      make: () => tree({ files: [{ source: './f', path: '/../x' }] }),
    },
    { name: 'links in a circle', expected: /circle/, make: () => tree({ links: { '/a': 'b', '/b': 'a' } }) },
    {
      name: 'a user of two lines',
      expected: /users\[0\]\.name/,
      make: () => tree({ users: [{ name: 'a\nroot2:x:0:0::/:/bin/sh', uid: 5 }] }),
    },
    ...(['gecos', 'home', 'shell'] as const).map((field) => ({
      name: `a ${field} of two lines`,
      expected: new RegExp(`users\\[0\\]\\.${field}`),
      make: () => tree({ users: [{ name: 'a', uid: 5, [field]: '/h\nevil:x:0:0::/:/bin/sh' }] }),
    })),
    {
      name: 'a user of two lines in the configuration',
      expected: /user/,
      make: () => tiny({ image: { user: 'root\nRUN evil' } }),
    },
    { name: 'a variable of two lines', expected: /env/, make: () => tiny({ image: { env: { 'A\nB': 'c' } } }) },
    {
      name: 'a relative working directory',
      expected: /workingDir/,
      make: () => tiny({ image: { workingDir: '../x' } }),
    },
  ],
};
