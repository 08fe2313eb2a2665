import { checkOptions } from './check-options';
import { type PublishOptions } from './options';

const good: PublishOptions = {
  outputPath: 'dist/images/tiny/publish',
  name: 'tiny',
  rootfs: [{ platform: 'linux/amd64', directory: 'dist/images/tiny/rootfs-assemble--amd64' }],
  refName: 'tiny:1.38.0-glibc',
  dockerArchive: true,
};

describe('checkOptions', () => {
  it('lets good options through', () => {
    expect(() => {
      checkOptions(good);
    }).not.toThrow();
  });

  it('names every mistake at once', () => {
    const [first] = good.rootfs;
    const bad: PublishOptions = {
      ...good,
      rootfs: [{ platform: 'linux/amd46', directory: 'x' }, ...(first === undefined ? [] : [first, first])],
      refName: 'Tiny::x',
      tarXz: true,
      registry: 'https://localhost:5000/{name}',
      tags: ['glibc', '-x'],
      config: {
        env: { 'A=B': '', TEXT: 'two\nlines' },
        exposedPorts: ['http'],
        stopSignal: 'TERM',
        volumes: ['data'],
        workingDir: 'srv',
      },
    };
    expect(() => {
      checkOptions(bad);
    }).toThrow(
      [
        'cannot publish tiny: 13 mistakes in its options',
        '  rootfs[0].platform: cannot use platform "linux/amd46": it is not known (did you mean "linux/amd64"?)',
        '  rootfs: linux/amd64 is given twice',
        '  toolchain: tarXz needs its xz, but none is given',
        '  refName: "Tiny::x" is no reference (as in "busybox:glibc")',
        '  refName: docker refuses "Tiny::x" as repository:tag',
        '  registry: "https://localhost:5000/tiny" is a repository without a scheme (as in "localhost:5000/base" or "registry.example.org/team/{name}")',
        '  tags: "-x" is no tag (as in "1.38.0-glibc")',
        '  config.env: expected the name of a variable, without spaces, "=" and control characters, found "A=B"',
        '  config.exposedPorts[0]: expected the number of a port, 1 to 65535, as in "80" or "53/udp", found "http"',
        '  config.stopSignal: expected a signal of Linux, as in "SIGTERM" or "15" (did you mean "SIGTERM"?), found "TERM"',
        '  config.volumes: "data" is no absolute path',
        '  config.workingDir: "srv" is no absolute path',
        '  config: a Dockerfile (tarXz) cannot hold a variable or label of several lines',
      ].join('\n'),
    );
  });

  it('refuses an image without a platform', () => {
    expect(() => {
      checkOptions({ ...good, rootfs: [] });
    }).toThrow('rootfs: no platform is given');
  });
});
