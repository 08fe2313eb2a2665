import { join } from 'node:path';

import { inferImage, inferOrRefuse } from './plugin';
import { lockInputs } from './targets/lock-inputs';

const PLATFORMS = ['amd64', '386', 'arm-v5', 'arm-v6', 'arm-v7', 'arm64', 'riscv64'];
const workspace = join(__dirname, '../../..');
const uclibc = 'images/busybox-uclibc/image.json';
const KNOWN = { images: new Map<string, string>(), locks: lockInputs(join(workspace, 'basewright.lock.json')) };
const { targets = {}, metadata } = inferImage(workspace, uclibc, undefined, KNOWN);

describe('inferImage', () => {
  it('infers a target per stage and platform, and aggregates over platforms', () => {
    expect(Object.keys(targets).sort()).toEqual(
      [
        'fetch-and-verify',
        'report',
        'run',
        ...[
          'compile',
          'configure',
          'layout',
          'libc',
          'library-resolve',
          'publish',
          'rootfs-assemble',
          'sbom',
          'test',
          'toolchain',
          'vex',
        ].flatMap((stage) => [stage, ...PLATFORMS.map((platform) => `${stage}--${platform}`)]),
      ].sort(),
    );
    expect(targets['compile']).toMatchObject({
      executor: 'nx:noop',
      dependsOn: PLATFORMS.map((platform) => `compile--${platform}`),
    });
  });

  it('keys a target by its part of image.json, its files, its code and the stages before it', () => {
    expect(targets['configure--amd64']).toMatchObject({
      executor: '@basewright/nx:configure',
      cache: true,
      options: { image: 'images/busybox-uclibc/image.json' },
      outputs: ['{workspaceRoot}/dist/images/busybox-uclibc/configure--amd64'],
      inputs: [
        { runtime: expect.stringMatching(/^echo [0-9a-f]{64}$/) as string },
        '{workspaceRoot}/images/common/official.config',
        '{workspaceRoot}/images/common/official.config/**/*',
        { runtime: expect.stringContaining(`state 'images/common/official.config'; }`) as string },
        {
          input: 'production',
          projects: expect.arrayContaining(['@basewright/configure', '@basewright/core']) as string[],
        },
        { dependentTasksOutputFiles: '**/stage.json', transitive: false },
      ],
    });
  });

  it('keys what is the same for all platforms by one command, which Nx runs once', () => {
    const keys = (stage: string): unknown[] => PLATFORMS.map((name) => targets[`${stage}--${name}`]?.inputs?.[0]);
    for (const stage of ['configure', 'compile', 'layout'])
      expect(new Set(keys(stage).map((key) => JSON.stringify(key))).size).toBe(1);
    expect(keys('configure')).not.toContainEqual(keys('compile')[0]);
  });

  it('never takes a publish from the cache, and tells only the layout where to', () => {
    const settings = { strict: true, registry: 'localhost:5000/{name}', insecure: false };
    const pushing = inferImage(workspace, uclibc, settings, KNOWN).targets ?? {};
    for (const target of [targets['publish'], pushing['publish'], pushing['publish--amd64']])
      expect(target).toMatchObject({ cache: false, executor: 'nx:run-commands' });
    // Options of one target count for the key of every other.
    expect(pushing['publish']).toEqual(targets['publish']);
    expect(pushing['layout']).toMatchObject({ cache: true, options: { settings } });
    expect(pushing['compile--amd64']).toMatchObject({ cache: true });
    const options = pushing['compile--amd64']?.options as { settings: unknown };
    expect(options.settings).toEqual({ strict: true });
  });

  it('refuses options of nx.json that are none, all of them, for each image', () => {
    const wrong = { lockfile: 'a.json', debian: { mirror: 'http://a b', suite: 'trixie\n' }, registry: 'A' };
    const refused = inferOrRefuse(workspace, uclibc, wrong, KNOWN);
    const said = JSON.stringify(refused.targets?.['publish']?.options);
    expect(said).toContain('cannot use the options of @basewright/nx in nx.json: 4 mistakes');
    expect(said).toContain('lockfile: unknown field (did you mean \\"lockFile\\"?)');
    for (const field of ['debian.mirror: expected the address', 'debian.suite: expected the name', 'registry: ']) {
      expect(said).toContain(field);
    }
  });

  it('runs an image each time, whatever ran before', () => {
    expect(targets['run']).toMatchObject({ cache: false, outputs: [], executor: '@basewright/nx:run' });
  });

  it('describes and groups every target', () => {
    for (const target of Object.values(targets)) expect(target.metadata?.description).toMatch(/^[A-Z].{10}/);
    expect(metadata?.targetGroups?.['libc']).toEqual(['libc', ...PLATFORMS.map((platform) => `libc--${platform}`)]);
  });
});

it('refuses a name that another image of the workspace has', () => {
  const images = new Map([['busybox-uclibc', 'other/image.json']]);
  expect(() => inferImage(workspace, uclibc, undefined, { ...KNOWN, images })).toThrow(
    'name: other/image.json is called busybox-uclibc too',
  );
});

it('has a hook before a run only where a remote cache is set', () => {
  const hookOf = (server: string): unknown => {
    process.env['NX_SELF_HOSTED_REMOTE_CACHE_SERVER'] = server;
    jest.resetModules();
    return jest.requireActual<{ preTasksExecution: unknown }>('./plugin').preTasksExecution;
  };
  expect(hookOf('http://127.0.0.1:8080')).toEqual(expect.any(Function));
  expect(hookOf('')).toBeUndefined();
});

describe('an image.json with mistakes', () => {
  const images = new Map([['busybox-uclibc', 'other/image.json']]);
  const refused = inferOrRefuse(workspace, uclibc, undefined, { ...KNOWN, images });

  it('is a project that has every target, and each says the mistakes', () => {
    const derived = inferImage(workspace, 'images/runtime-glibc/image.json', undefined, {
      ...KNOWN,
      images: new Map([['busybox-glibc', 'images/busybox-glibc/image.json']]),
    });
    for (const name of [...Object.keys(targets), ...Object.keys(derived.targets ?? {})]) {
      expect(refused.targets?.[name]).toMatchObject({
        executor: '@basewright/nx:refuse',
        cache: false,
        options: { code: 'BAD_INPUT', message: expect.stringContaining('name: other/image.json is called') as string },
      });
    }
  });

  it('is called after its directory where another image has its name', () => {
    expect(refused.name).toBe('images-busybox-uclibc');
  });
});
