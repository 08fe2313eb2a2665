import { parseImageFile } from './parse-image-file';

const parse = (text: string): unknown => parseImageFile('images/x/image.json', text);
const minimal = '{ "libc": "musl", "busybox": { "version": "1.38.0" }, "platforms": ["linux/amd64"] }';

describe('how a container starts', () => {
  const withImage = (image: string): string => minimal.replace('{', `{ "image": ${image}, `);

  it('is checked field by field, all at once, before anything is built', () => {
    const image = `{
      "env": { "MY VAR": "x", "PATH": "$JAVA_HOME/bin:$PATH" },
      "exposedPorts": ["http", "80", "99999", "8000-8001"],
      "stopSignal": "SIGFOO",
      "user": "a:b:c"
    }`;
    expect(() => parse(withImage(image))).toThrow(
      [
        'cannot use images/x/image.json: 7 mistakes',
        '  image.env["MY VAR"]: expected the name of a variable, without spaces, "=" and control characters',
        '  image.env.PATH: expected directories: "$JAVA_HOME" would be taken as it is written: only $PATH stands for the value of the base, found "$JAVA_HOME/bin:$PATH"',
        '  image.user: expected "user", "user:group" or numbers, found "a:b:c"',
        '  image.exposedPorts[0]: expected the number of a port, 1 to 65535, as in "80" or "53/udp", found "http"',
        '  image.exposedPorts[2]: expected the number of a port, 1 to 65535, as in "80" or "53/udp", found "99999"',
        '  image.exposedPorts[3]: expected one port, since the configuration of an image has no ranges: write "8000", "8001", found "8000-8001"',
        '  image.stopSignal: expected a signal of Linux, as in "SIGTERM" or "15" (did you mean "SIGFPE"?), found "SIGFOO"',
      ].join('\n'),
    );
  });

  it.each([
    '{ "env": { "PATH": "/opt/bin:$PATH", "discovery.type": "single-node" } }',
    '{ "exposedPorts": ["80", "53/udp"], "stopSignal": "SIGRTMIN+3", "user": "1000:1000" }',
  ])('%s is right', (image) => {
    expect(() => parse(withImage(image))).not.toThrow();
  });

  it.each(['git', '2026-01-31T12:00:00Z', '2026-01-31T12:00:00+01:00'])('may be dated %s', (created) => {
    expect(() => parse(withImage(JSON.stringify({ created })))).not.toThrow();
  });

  it.each([
    [
      '2026-01-31',
      'expected a date with seconds and time zone, as in "2026-01-31T12:00:00Z", or "git", found "2026-01-31"',
    ],
    [
      '1970-01-01T00:00:00Z',
      'expected a date from 1980 to 2106-02-07T06:28:15Z, or "git", found "1970-01-01T00:00:00Z"',
    ],
  ])('may not be dated %s', (created, mistake) => {
    expect(() => parse(withImage(JSON.stringify({ created })))).toThrow(`  image.created: ${mistake}`);
  });

  it('has its PATH from image.path or from image.env, not from both', () => {
    const image = '{ "path": { "prepend": ["opt/bin", "/a:/b"], "apend": [] }, "env": { "PATH": "/c" } }';
    expect(() => parse(withImage(image))).toThrow(
      [
        'cannot use images/x/image.json: 3 mistakes',
        '  image.path.prepend[0]: expected an absolute path in the image, without "." and "..", found "opt/bin"',
        '  image.path.prepend[1]: expected one directory: write each by itself, without ":", found "/a:/b"',
        '  image.path.apend: unknown field (did you mean "append"?)',
      ].join('\n'),
    );
    const both = '{ "image": { "path": { "prepend": ["/a"] }, "env": { "PATH": "/c" } }, ';
    for (const text of [minimal, '{ "from": "busybox-glibc", "platforms": ["linux/amd64"] }'])
      expect(() => parse(text.replace('{', both))).toThrow('  image.path: image.env.PATH says it, too; leave one of');
  });

  it('may take away what a base says', () => {
    const derived =
      '{ "from": "busybox-glibc", "platforms": ["linux/amd64"], "image": { "user": "", "stopSignal": "" } }';
    expect(() => parse(derived)).not.toThrow();
  });
});
