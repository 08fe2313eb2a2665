import { parseImageFile } from './parse-image-file';

const parse = (text: string): unknown => parseImageFile('images/x/image.json', text);

describe('an image on a base', () => {
  const derived = '{ "from": "busybox-glibc", "platforms": ["linux/amd64"] }';

  it('fills in every default', () => {
    expect(parse(derived)).toEqual({
      builds: {},
      certificates: [],
      from: 'busybox-glibc',
      platforms: ['linux/amd64'],
      packages: [],
      withoutPackages: [],
      needs: 'add',
      essential: true,
      distroless: false,
      withoutFiles: [],
      rootfs: { users: [], groups: [], files: [], links: {}, directories: [] },
      image: { env: {}, labels: {}, exposedPorts: [], volumes: [] },
      accept: [],
      tags: ['latest'],
      exports: [],
    });
  });

  it.each([
    ['"from"', '"libc": "musl", "from"', 'libc: an image made on another has that of its base; leave it out'],
    ['"from"', '"packages": ["tzdata", "Tz", "tzdata"], "from"', 'packages[1]: expected the name of a Debian package'],
    ['"from"', '"packages": ["tzdata", "tzdata"], "from"', 'packages[1]: tzdata is listed twice'],
    ['"from"', '"withoutPackages": ["openssl"], "from"', 'withoutPackages[0]: no packages are asked for'],
    ['"from"', '"withoutFiles": ["/x"], "from"', 'withoutFiles: layers can only add'],
    ['"from"', '"distroless": true, "withoutFiles": ["x"], "from"', 'withoutFiles[0]: expected an absolute path'],
    ['"busybox-glibc"', '"BusyBox"', 'from: "BusyBox" is neither the name of a project nor an image'],
    ['"busybox-glibc"', '"localhost:5000/base:1"', 'from: "localhost:5000/base:1" is not pinned'],
    ['"from"', '"tags": ["{version}"], "from"', 'tags[0]: {version} is not filled in'],
    ['"from"', '"tags": ["a b"], "from"', 'tags[0]: "a b" is no tag'],
    ['"from"', '"exports": ["tar-xz"], "from"', 'exports[0]: "tar-xz" is not one of docker-archive'],
    ['"from"', '"rootfs": { "appletLinks": "hard" }, "from"', 'rootfs.appletLinks: unknown field'],
    [
      '"from"',
      '"rootfs": { "files": [{ "source": "./x", "path": "/../etc/x" }] }, "from"',
      'rootfs.files[0].path: expected an absolute path in the image, without ".", ".." and "//", found "/../etc/x"',
    ],
    [
      '"from"',
      '"rootfs": { "files": [{ "source": "../../../x", "path": "/x" }] }, "from"',
      'rootfs.files[0].source: ../../../x is not in this workspace',
    ],
  ])('%s -> %s: %s', (from, to, message) => {
    expect(() => parse(derived.replace(from, to))).toThrow(message);
  });
});
