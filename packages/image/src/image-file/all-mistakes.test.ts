import { parseImageFile } from './parse-image-file';

const parse = (text: string): unknown => parseImageFile('images/x/image.json', text);

it('reports mistakes of shape, of rules and of the tree in one round, each at its own place', () => {
  const text = JSON.stringify({
    libc: 'musl',
    busybox: { version: '1.38.0', hardening: ['fortify'], set: { ASH: [] }, withoutFixes: ['CVE-2020-1'] },
    platforms: ['linux/arm46', 'linux/amd64', 'linux/amd64'],
    libraries: ['z'],
    rootfs: {
      users: [{ name: 'app', uid: 1600, groups: ['vidoe'] }, { uid: 5 }, { name: 'web', uid: 1600 }],
      groups: [
        { name: 'media', gid: 4294967295 },
        { name: 'staff', members: ['ap'] },
      ],
      files: [
        { source: './a', path: 'a' },
        { source: './b', path: '/b', owner: 'ap' },
      ],
      directories: [{ path: '/srv', mode: '9' }, { path: '/srv/x', owner: '5' }, { path: '/etc/passwd' }],
      links: { '/a': '', '/srv': '/b' },
    },
    image: { user: 'apq', env: { A: '1\n2' } },
    exports: ['tar-xz'],
    tags: ['{libcc}'],
  });
  expect(() => parse(text)).toThrow(
    [
      'cannot use images/x/image.json: 22 mistakes',
      '  busybox.set.ASH: expected a text of one line, a whole number, true or false, found []',
      '  platforms[0]: "linux/arm46" is not one of linux/amd64, linux/386, linux/arm/v5, linux/arm/v6, linux/arm/v7, linux/arm64, linux/ppc64le, linux/riscv64, linux/s390x (did you mean "linux/arm/v6"?)',
      '  rootfs.users[1].name: missing, expected a string',
      '  rootfs.groups[0].gid: expected a whole number from 0 to 4294967294, found 4294967295',
      '  rootfs.files[0].path: expected an absolute path in the image, without ".", ".." and "//", found "a"',
      '  rootfs.directories[0].mode: expected an octal mode such as "0644", found "9"',
      '  platforms[2]: linux/amd64 is listed twice',
      '  libraries: a musl image is static and loads no shared objects (use "libc": "glibc")',
      '  busybox.withoutFixes[0]: no patch for 1.38.0 fixes CVE-2020-1',
      '  busybox.hardening[0]: fortify is not there with musl on linux/amd64, linux/amd64',
      '  tags[0]: {libcc} is no placeholder (did you mean "libc"?)',
      '  image.env.A: a Dockerfile ("tar-xz" of exports) cannot hold a text of several lines',
      '  rootfs.users[0]: user app: there is no group "vidoe"',
      '  rootfs.groups[1]: group staff: member "ap" is no user (did you mean "app"?)',
      "  rootfs.users[2]: user web: number 1600 is app's already",
      '  rootfs.files[1].owner: owner "ap": there is no user "ap" (did you mean "app"?)',
      '  image.user: there is no user "apq" in the image (did you mean "app"?) [unknown-user]',
      '  rootfs: /etc/passwd: two entries, a file from the user tables and a directory 0755 0:0 from rootfs.directories',
      '  rootfs: /srv: two entries, a symbolic link from rootfs.links["/srv"] and a directory 0755 0:0 from rootfs.directories',
      '  rootfs: /srv/x: a directory 0755 0:0 from rootfs.directories is below /srv, a symbolic link from rootfs.links["/srv"]',
      '  rootfs.links["/a"]: "" is not the target of a link',
      '  rootfs.directories[1].owner: owner "5" has no group: write "5:5" or the user\'s name',
    ].join('\n'),
  );
});

it.each([
  [
    '{ "busybox": { "version": "9.9" }, "platforms": ["linux/amd64"], "tags": ["{x}"] }',
    ['libc: missing', 'busybox.version: 9.9 is none', 'tags[0]: {x} is no placeholder'],
  ],
  [
    '{ "from": "X", "packages": ["a", "curl", "curl"] }',
    [
      'packages[0]: expected the name',
      'platforms: missing',
      'from: "X" is neither',
      'packages[2]: curl is listed twice',
    ],
  ],
  ['[]', ['the file: expected an object, found []']],
])('hides no mistake behind one that makes the file unreadable: %s', (text, lines) => {
  for (const line of lines) expect(() => parse(text)).toThrow(line);
});

it('says nothing of a user who is accepted', () => {
  const written = { libc: 'musl', busybox: { version: '1.38.0' }, platforms: ['linux/amd64'], image: { user: 'web' } };
  expect(() => parse(JSON.stringify(written))).toThrow(
    'image.user: there is no user "web" in the image [unknown-user]',
  );
  const accept = [{ finding: 'unknown-user', reason: '/etc/passwd is mounted' }];
  expect(() => parse(JSON.stringify({ ...written, accept }))).not.toThrow();
});
