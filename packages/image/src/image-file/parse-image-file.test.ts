import { parseImageFile } from './parse-image-file';

const parse = (text: string): unknown => parseImageFile('images/x/image.json', text);
const minimal = '{ "libc": "musl", "busybox": { "version": "1.38.0" }, "platforms": ["linux/amd64"] }';

describe('parseImageFile', () => {
  it('fills in every default', () => {
    expect(parse(minimal)).toEqual({
      builds: {},
      certificates: [],
      libc: 'musl',
      busybox: {
        version: '1.38.0',
        base: 'defconfig',
        config: [],
        set: {},
        unset: [],
        packages: [],
        patches: [],
        accepted: {},
        securityPatches: 'all',
        hardening: 'default',
        withoutFixes: [],
      },
      platforms: ['linux/amd64'],
      libraries: [],
      programs: [],
      rootfs: { users: [], groups: [], files: [], links: {}, directories: [] },
      image: { cmd: ['sh'], env: {}, labels: {}, exposedPorts: [], volumes: [] },
      accept: [],
      tags: ['{version}-{libc}', '{major}.{minor}-{libc}', '{major}-{libc}', '{libc}'],
      exports: [],
    });
  });

  it('reads comments and trailing commas', () => {
    expect(() =>
      parse(minimal.replace('{', '{ // an image\n').replace('"linux/amd64"', '"linux/amd64",')),
    ).not.toThrow();
  });

  it('reports every mistake at once, with path and nearest name', () => {
    const text = `{
      "libc": "glibcc",
      "busybox": { "verison": "1.38.0", "base": 3 },
      "platforms": ["linux/amd64", "linux/arm64v8"],
      "rootfs": { "files": [{ "source": "./motd", "path": "etc/motd", "mod": "0644" }] },
      "tag": []
    }`;
    expect(() => parse(text)).toThrow(
      [
        'cannot use images/x/image.json: 8 mistakes',
        '  libc: "glibcc" is not one of glibc, musl, uclibc (did you mean "glibc"?)',
        '  busybox.version: missing, expected a string',
        '  busybox.base: expected a string, found 3',
        '  busybox.verison: unknown field (did you mean "version"?)',
        '  platforms[1]: "linux/arm64v8" is not one of linux/amd64, linux/386, linux/arm/v5, linux/arm/v6, linux/arm/v7, linux/arm64, linux/ppc64le, linux/riscv64, linux/s390x (did you mean "linux/arm64"?)',
        '  rootfs.files[0].path: expected an absolute path in the image, without ".", ".." and "//", found "etc/motd"',
        '  rootfs.files[0].mod: unknown field (did you mean "mode"?)',
        '  tag: unknown field (did you mean "tags"?)',
      ].join('\n'),
    );
  });

  it.each([
    [
      '"platforms": ["linux/amd64"',
      '"platforms": ["linux/amd64", "linux/amd64"',
      'platforms[1]: linux/amd64 is listed twice',
    ],
    ['"musl"', '"uclibc"', null],
    ['"linux/amd64"', '"linux/s390x"', null],
    ['"libc": "musl"', '"libraries": ["z"], "libc": "musl"', 'libraries: a musl image is static'],
    ['"libc": "musl"', '"nsswitch": "./n", "libc": "musl"', 'nsswitch: a musl image is static'],
    [
      '"libc": "musl"',
      '"programs": [{ "package": "iproute2", "path": "/usr/bin/ip" }], "libc": "musl"',
      'programs: a musl image is static',
    ],
    [
      '"libc": "musl"',
      '"programs": [{ "package": "aa", "path": "/b" }, { "package": "cc", "path": "/b" }], "libc": "glibc"',
      "programs[1].path: /b is aa's already",
    ],
    [
      '"libc": "musl"',
      '"programs": [{ "package": "aa", "path": "/usr/../b" }], "libc": "glibc"',
      'programs[0].path: expected an absolute path without "." and ".."',
    ],
    [
      '1.38.0',
      '1.27.2',
      'busybox.version: 1.27.2 is none of the releases known (1.38.0, 1.37.0); to build it, add under "busybox" "sha256": the digest that upstream gives its tarball and "mirrors": ["https://busybox.net/downloads/busybox-1.27.2.tar.bz2"]',
    ],
    [
      '1.38.0"',
      `1.38.1", "sha256": "${'ab'.repeat(32)}"`,
      'busybox.version: 1.38.1 is none of the releases known (1.38.0, 1.37.0); to build it, add under "busybox" "mirrors": ["https://busybox.net/downloads/busybox-1.38.1.tar.bz2"]',
    ],
    ['1.38.0"', `1.27.2", "sha256": "${'ab'.repeat(32)}", "mirrors": ["file:./b.tar.bz2"]`, null],
    ['1.38.0"', '1.38.0", "withoutFixes": ["CVE-2025-60876"]', null],
    ['1.38.0"', '1.38.0", "unicode": "wide"', null],
    ['"libc": "musl"', '"libc": "musl", "rootfs": { "appletPaths": "bin" }', null],
    ['1.38.0"', '1.38.0", "hardening": "ful"', '"ful" is not one of none, default, full (did you mean "full"?)'],
    ['1.38.0"', '1.38.0", "hardening": ["fortifyy"]', 'busybox.hardening[0]: "fortifyy" is not one of '],
    ['1.38.0"', '1.38.0", "hardening": 5', 'busybox.hardening: 5 is not one of none, default, full'],
    [
      '"libc": "musl"',
      '"libc": "musl", "rootfs": { "appletPaths": "/bin" }',
      'rootfs.appletPaths: "/bin" is not one of own, bin (did you mean "bin"?)',
    ],
    ['1.38.0"', '1.38.0", "setuid": ["su"]', null],
    ['1.38.0"', '1.38.0", "unicode": "wied"', 'busybox.unicode: "wied" is not one of wide'],
    ['1.38.0"', '1.38.0", "hardening": "full"', null],
    ['1.38.0"', '1.38.0", "hardening": ["stack-protector"]', null],
    [
      '1.38.0"',
      '1.38.0", "hardening": ["stack-protector", "fortify"]',
      'busybox.hardening[1]: fortify is not there with musl on linux/amd64',
    ],
    [
      '1.38.0"',
      '1.38.0", "withoutFixes": ["CVE-2025-60867"]',
      'busybox.withoutFixes[0]: no patch for 1.38.0 fixes CVE-2025-60867 (did you mean "CVE-2025-60876"?)',
    ],
    [
      '1.38.0"',
      '1.37.0", "withoutFixes": ["CVE-2026-26158"]',
      'busybox.withoutFixes[0]: the patch that fixes CVE-2026-26158 fixes CVE-2026-26157 too; list both, or neither',
    ],
    ['1.38.0"', '1.37.0", "withoutFixes": ["CVE-2026-26158", "CVE-2026-26157"]', null],
    [
      '1.38.0"',
      '1.37.0", "withoutFixes": ["CVE-2023-39810"]',
      'busybox.withoutFixes: the fix of CVE-2026-26157, CVE-2026-26158 does not apply without that of CVE-2023-39810; list all of them, or none',
    ],
    ['1.38.0"', '1.37.0", "withoutFixes": ["CVE-2023-39810", "CVE-2026-26157", "CVE-2026-26158"]', null],
    ['1.38.0"', '1.37.0", "securityPatches": "none", "withoutFixes": ["CVE-2023-39810"]', null],
    ['1.38.0"', '1.38.0", "accepted": { "CVE-2018-1000500": "no wget here" }', null],
    ['1.38.0"', '1.38.0", "accepted": { "CVE-2018-1000500": " " }', 'expected why it is right so'],
    ['1.38.0"', '1.38.0", "accepted": { "2018-1000500": "no wget" }', 'expected the number of a vulnerability'],
    ['"linux/amd64"]', '"linux/amd64"', 'line 1, column'],
    ['"libc"', '"tags": ["{libcc}"], "libc"', 'tags[0]: {libcc} is no placeholder (did you mean "libc"?)'],
    ['"libc"', '"tags": ["{libc}", "musl"], "libc"', 'tags[1]: musl is listed twice'],
    ['"libc"', '"registry": "localhost:5000/{name}", "libc"', null],
    ['"libc"', '"registry": "localhost:5000", "libc"', 'registry: "localhost:5000" names a host but no repository'],
  ])('%s -> %s: %s', (from, to, message) => {
    const check = expect(() => parse(minimal.replace(from, to)));
    if (message === null) check.not.toThrow();
    else check.toThrow(message);
  });

  it('refuses a platform that the libc has no port to', () => {
    const text = minimal.replace('"musl"', '"uclibc"').replace('linux/amd64', 'linux/s390x');
    expect(() => parse(text)).toThrow('platforms[0]: uClibc-ng has no port to linux/s390x');
  });

  it("refuses development packages of Debian's on a libc that they are not made for", () => {
    const text = minimal.replace('"version"', '"packages": ["libtirpc-dev"], "version"');
    expect(() => parse(text)).toThrow(/busybox\.packages: Debian has development packages for glibc only.* on musl/);
    expect(parse(text.replace('"musl"', '"glibc"'))).toMatchObject({ busybox: { packages: ['libtirpc-dev'] } });
    expect(() => parse(text.replace('libtirpc-dev', '../x'))).toThrow('busybox.packages[0]: expected the name of a');
  });
});

it('names links that lead in a circle', () => {
  const links = '{ "/a": "b", "/b": "/a", "/c/d": "/c/d/e", "/e": "/a", "/f": "/etc/passwd", "/dev/log": "../f" }';
  expect(() => parse(minimal.replace('{', `{ "rootfs": { "links": ${links} }, `))).toThrow(
    [
      'cannot use images/x/image.json: 4 mistakes',
      '  rootfs.links["/a"]: leads in a circle: /a, /b, /a',
      '  rootfs.links["/b"]: leads in a circle: /b, /a, /b',
      '  rootfs.links["/c/d"]: leads in a circle: /c/d, /c/d/e',
      '  rootfs.links["/e"]: leads in a circle: /e, /a, /b, /a',
    ].join('\n'),
  );
});

it('refuses a name for a link that ends in a slash', () => {
  const text = minimal.replace('{', '{ "rootfs": { "links": { "/opt/": "x" } }, ');
  expect(() => parse(text)).toThrow(
    'rootfs.links["/opt/"]: expected an absolute path in the image, without ".", ".." and "//", and without a slash at its end',
  );
});

it('names keys that are written twice, with both places, beside all other mistakes', () => {
  const text = minimal
    .replace('"libc"', '"platforms": ["linux/arm64"],\n"nmae": "x", "libc"')
    .replace('1.38.0"', '1.38.0", "version": "1.37.0"');
  expect(() => parse(text)).toThrow(
    [
      'cannot use images/x/image.json: 3 mistakes',
      '  busybox.version: written twice, in line 2 and in line 2',
      '  platforms: written twice, in line 1 and in line 2',
      '  nmae: unknown field',
    ].join('\n'),
  );
});

it('reads a file with a byte order mark, as editors on Windows write it', () => {
  expect(parse(`\ufeff${minimal}`)).toEqual(parse(minimal));
});

it('wants a reason for what is accepted', () => {
  const accept = '[{ "finding": "missing-libary", "path": "srv", "reason": " " }, { "finding": "no-shebang" }]';
  expect(() => parse(minimal.replace('{', `{ "accept": ${accept}, `))).toThrow(
    /4 mistakes\n {2}accept\[0\]\.finding: "missing-libary" is not one of .* \(did you mean "missing-library"\?\)\n {2}accept\[0\]\.path: expected an absolute path.*\n {2}accept\[0\]\.reason: expected why it is right so, found " "\n {2}accept\[1\]\.reason: missing, expected a string/,
  );
});

it('says which Basewright this is where a field may be of a newer one', () => {
  const text = JSON.stringify({ libc: 'musl', busybox: { version: '1.38.0' }, platforms: ['linux/amd64'], quantum: 1 });
  expect(() => parseImageFile('image.json', text)).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(/quantum: unknown field$/) as string,
      hint: expect.stringMatching(/^this is Basewright \d+\.\d+\.\d+: a newer one may know more fields$/) as string,
    }) as Error,
  );
});

it('says what is wrong with an object where a word is expected, whatever its members are called', () => {
  const text = minimal.replace('"musl"', '{ "toString": 5 }');
  expect(() => parse(text)).toThrow('libc: {"toString":5} is not one of glibc, musl, uclibc');
});

it('loses no member __proto__ without a word', () => {
  expect(() => parse(minimal.replace('{', '{ "__proto__": { "libc": "glibc" }, '))).toThrow(
    '__proto__: no field has that name',
  );
  const labelled = minimal.replace('{', '{ "image": { "labels": { "__proto__": "x" } }, ');
  expect(() => parse(labelled)).toThrow('image.labels.__proto__: no field has that name');
});

it.each(['home', 'shell'])('refuses a %s that would be another account', (field) => {
  const users = JSON.stringify([{ name: 'a', uid: 5, [field]: '/h\nevil:x:0:0::/:/bin/sh' }]);
  expect(() => parse(minimal.replace('{', `{ "rootfs": { "users": ${users} }, `))).toThrow(
    `rootfs.users[0].${field}: expected a path without colons and line breaks`,
  );
});
