import { type ImageSettings, resolveImageSettings } from '@basewright/image';

import { builtImage } from '../../image/test/built-image';
import { imagePaths } from './image-paths';
import { imageStages } from './image-stages';
import { type Stage } from './stage';

function stagesOf(fields: Record<string, unknown> = {}, settings?: ImageSettings): Record<string, Stage> {
  const written = {
    libc: 'musl',
    busybox: { version: '1.38.0', config: ['../common/x.config'], patches: ['patches/*.patch'] },
    platforms: ['linux/arm/v7', 'linux/amd64'],
    ...fields,
  };
  const image = builtImage(written);
  const context = {
    name: 'tiny',
    image,
    paths: imagePaths('images/tiny', 'tiny'),
    settings: resolveImageSettings(settings),
  };
  return imageStages(context, ['images/tiny/patches/a.patch']);
}

/** Whose object tree the compile for amd64 carries on with. */
function keyIn({ 'compile--amd64': compile }: Readonly<Record<string, Stage>>): unknown {
  return compile?.stage === 'compile' ? compile.options.key : undefined;
}

describe('imageStages', () => {
  it('makes every stage per platform, and the index', () => {
    const perPlatform = [
      'compile',
      'configure',
      'layout',
      'library-resolve',
      'rootfs-assemble',
      'sbom',
      'test',
      'toolchain',
      'vex',
    ];
    expect(Object.keys(stagesOf()).sort()).toEqual(
      [
        'fetch-and-verify',
        'layout',
        'report',
        'run',
        ...perPlatform.flatMap((stage) => [`${stage}--amd64`, `${stage}--arm-v7`]),
      ].sort(),
    );
  });

  it('orders the stages by what they read', () => {
    const native = Object.entries(stagesOf()).filter(([name]) => name.endsWith('--amd64'));
    expect(Object.fromEntries(native.map(([name, { reads }]) => [name, reads]))).toEqual({
      'toolchain--amd64': [],
      'configure--amd64': ['fetch-and-verify', 'toolchain--amd64'],
      'compile--amd64': ['fetch-and-verify', 'toolchain--amd64', 'configure--amd64'],
      'library-resolve--amd64': ['compile--amd64'],
      'rootfs-assemble--amd64': ['compile--amd64', 'library-resolve--amd64', 'toolchain--amd64'],
      'test--amd64': [
        'fetch-and-verify',
        'toolchain--amd64',
        'configure--amd64',
        'compile--amd64',
        'rootfs-assemble--amd64',
      ],
      'layout--amd64': ['rootfs-assemble--amd64', 'toolchain--amd64'],
      'sbom--amd64': [
        'fetch-and-verify',
        ...['toolchain', 'compile', 'library-resolve', 'rootfs-assemble', 'layout'].map((stage) => `${stage}--amd64`),
      ],
      'vex--amd64': ['fetch-and-verify', ...['configure', 'compile', 'sbom'].map((stage) => `${stage}--amd64`)],
    });
  });

  it('gives uClibc a stage of its own, which compile reads', () => {
    const stages = stagesOf({ libc: 'uclibc' });
    expect(stages['compile--amd64']?.reads).toContain('libc--amd64');
    expect(stages['compile--amd64']?.options).toMatchObject({ libcSysroot: 'dist/images/tiny/libc--amd64' });
  });

  it('lets images on the same fragments carry on with the same objects', () => {
    const key = (fields: object): unknown => keyIn(stagesOf({ ...fields }));
    expect(key({ busybox: { version: '1.38.0', config: ['../common/x.config'], unset: ['YES'] } })).toBe(key({}));
    expect(key({ busybox: { version: '1.38.0' } })).toBe('tiny');
  });

  it('names the objects of any number of fragments by a digest', () => {
    const config = Array.from({ length: 14 }, (_none, at) => `../parts/what-the-board-number-${at}-needs.config`);
    const key = (fragments: string[]): unknown =>
      keyIn(stagesOf({ busybox: { version: '1.38.0', config: fragments } }));
    expect(key(config)).toMatch(/^[0-9a-f]{64}$/);
    expect(key([...config].reverse())).not.toBe(key(config));
  });

  it('keys configure with the characters to show where image.json says so', () => {
    const options = (busybox: object): object | undefined =>
      stagesOf({ busybox: { version: '1.38.0', ...busybox } })['configure--amd64']?.options;
    expect(options({ unicode: 'wide' })).toMatchObject({ unicode: 'wide' });
    expect(options({})).not.toHaveProperty('unicode');
  });

  it('builds a second BusyBox where image.json has applets that are setuid', () => {
    const fields = { libc: 'uclibc', busybox: { version: '1.38.0', setuid: ['su'] } };
    const { 'configure-setuid--amd64': configure, 'compile-setuid--amd64': compile, ...others } = stagesOf(fields);
    expect(configure).toMatchObject({
      options: { base: 'dist/images/tiny/configure--amd64/.config', setuid: ['su'], listLost: false },
      reads: ['fetch-and-verify', 'toolchain--amd64', 'configure--amd64'],
    });
    expect(compile).toMatchObject({
      options: { configure: 'dist/images/tiny/configure-setuid--amd64', key: 'tiny, setuid' },
      reads: ['fetch-and-verify', 'toolchain--amd64', 'libc--amd64', 'configure-setuid--amd64'],
    });
    for (const stage of ['library-resolve', 'rootfs-assemble', 'test']) {
      expect(others[`${stage}--amd64`]).toMatchObject({
        options: { setuid: 'dist/images/tiny/compile-setuid--amd64' },
        reads: expect.arrayContaining(['compile-setuid--amd64']) as string[],
      });
    }
    expect(others['report']?.reads).toContain('compile-setuid--arm-v7');
    expect(Object.keys(stagesOf())).not.toContain('compile-setuid--amd64');
  });

  it('dates the tree by a date, or by the commits of what image.json names and nothing else', () => {
    const rootfs = {
      files: [
        { source: './site/', path: '/srv' },
        { source: '../common/motd', path: '/etc/motd' },
      ],
    };
    const stage = (created?: string): Stage | undefined =>
      stagesOf({ rootfs, image: { created } })['rootfs-assemble--amd64'];
    expect(stage()?.options).not.toHaveProperty('created');
    expect(stage('2026-01-31T12:00:00Z')).toMatchObject({
      options: { created: '2026-01-31T12:00:00Z' },
      lastCommitOf: [],
    });
    const lastCommitOf = [
      'images/tiny/image.json',
      'images/tiny/site',
      'images/common/motd',
      'images/common/x.config',
      'images/tiny/patches/*.patch',
    ];
    expect(stage('git')).toMatchObject({ options: { created: { lastCommitOf } }, lastCommitOf });
    for (const [target, { lastCommitOf: paths = [] }] of Object.entries(stagesOf({ image: { created: 'git' } })))
      expect([target, paths.length > 0]).toEqual([target, target.startsWith('rootfs-assemble')]);
  });

  it('tells each stage that reads applets where they lie', () => {
    const options = (rootfs: object, stage: string): object | undefined => stagesOf({ rootfs })[stage]?.options;
    for (const stage of ['library-resolve--amd64', 'rootfs-assemble--amd64', 'test--amd64']) {
      expect(options({ appletPaths: 'bin' }, stage)).toMatchObject({ appletPaths: 'bin' });
      expect(options({}, stage)).not.toHaveProperty('appletPaths');
    }
    expect(options({ appletPaths: 'bin' }, 'compile--amd64')).not.toHaveProperty('appletPaths');
  });

  it('names the files a stage reads', () => {
    expect(stagesOf()['configure--amd64']?.files).toEqual(['images/common/x.config']);
    expect(stagesOf()['fetch-and-verify']?.files).toEqual(['images/tiny/patches/*.patch']);
  });

  it("resolves an image's lists of libraries and its nsswitch.conf as paths of the workspace, and keys them", () => {
    const libraries = ['numa', './lib-requires.txt', '../common/libs.txt', 'more.txt', '/usr/lib/x.so'];
    const stage = stagesOf({ libc: 'glibc', libraries, nsswitch: './nsswitch.conf' })['library-resolve--amd64'];
    expect(stage?.options).toMatchObject({
      libraries: [
        'numa',
        { list: 'images/tiny/lib-requires.txt' },
        { list: 'images/common/libs.txt' },
        { list: 'images/tiny/more.txt' },
        '/usr/lib/x.so',
      ],
      nsswitch: 'images/tiny/nsswitch.conf',
    });
    for (const file of ['tiny/lib-requires.txt', 'common/libs.txt', 'tiny/more.txt', 'tiny/nsswitch.conf'])
      expect(stage?.files).toContain(`images/${file}`);
  });

  it('keys libraries by what the lock pins for them, and by the release that it says they are from', () => {
    const locksOf = (libc: string): unknown => stagesOf({ libc })['library-resolve--amd64']?.locks;
    expect(locksOf('glibc')).toEqual(['libraries/amd64', 'requested/tiny/amd64', 'identity/amd64']);
    expect(locksOf('musl')).toEqual([]);
  });

  it('lists platforms in the index in the order of the table, whatever the author wrote', () => {
    expect(stagesOf()['layout']?.options).toMatchObject({
      rootfs: [
        { platform: 'linux/amd64', directory: 'dist/images/tiny/rootfs-assemble--amd64' },
        { platform: 'linux/arm/v7', directory: 'dist/images/tiny/rootfs-assemble--arm-v7' },
      ],
    });
  });

  it('describes every stage', () => {
    for (const stage of Object.values(stagesOf())) expect(stage.description).toMatch(/^[A-Z].{10}/);
  });

  it('leaves layouts where images are looked for: those of the target publish', () => {
    const { layout, 'layout--amd64': native } = stagesOf();
    expect(layout?.options).toMatchObject({ outputPath: 'dist/images/tiny/publish' });
    expect(native?.options).toMatchObject({ outputPath: 'dist/images/tiny/publish--amd64' });
    expect([layout?.pushed, native?.pushed, stagesOf()['compile--amd64']?.pushed]).toEqual([true, true, undefined]);
  });

  it('names a registry and tags for the index alone: one platform goes by its digest', () => {
    const { layout, 'layout--amd64': native } = stagesOf({ registry: 'localhost:5000/base' });
    expect(layout?.options).toMatchObject({
      registry: 'localhost:5000/base',
      tags: ['1.38.0-musl', '1.38-musl', '1-musl', 'musl'],
    });
    expect(native?.options).not.toHaveProperty('tags');
    expect(native?.options).not.toHaveProperty('registry');
  });

  it("names the registry that image.json says, else that of the plugin's options", () => {
    const settings = { registry: 'localhost:5000/{name}', certDir: 'certs' };
    const registry = 'localhost:5000/base';
    expect(stagesOf({}, settings)['layout']?.options).toMatchObject(settings);
    expect(stagesOf({ registry }, settings)['layout']?.options).toMatchObject({ ...settings, registry });
    expect(stagesOf({}, { insecure: true })['layout']?.options).not.toHaveProperty('registry');
    expect(stagesOf({}, settings)['layout--amd64']?.options).toMatchObject({ certDir: 'certs' });
  });
});
