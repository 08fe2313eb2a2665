import { parseImageFile } from '../image-file/parse-image-file';
import { resolvePluginOptions } from '../plugin-options';
import { imagePaths } from './image-paths';
import { imageTargets } from './image-targets';

function infer(fields: Record<string, unknown> = {}): ReturnType<typeof imageTargets> {
  const written = {
    libc: 'musl',
    busybox: { version: '1.38.0', config: ['../common/x.config'] },
    platforms: ['linux/arm/v7', 'linux/amd64'],
    ...fields,
  };
  const image = parseImageFile('images/tiny/image.json', JSON.stringify(written));
  const context = {
    name: 'tiny',
    image,
    paths: imagePaths('images/tiny', 'tiny'),
    options: resolvePluginOptions(undefined),
  };
  const origin = { executorInputs: (stage: string) => [`code of ${stage}`], projects: [] };
  return imageTargets(context, ['images/tiny/patches/a.patch'], origin);
}

describe('imageTargets', () => {
  it('makes every stage per platform, aggregates, and the index', () => {
    expect(Object.keys(infer().targets).sort()).toEqual(
      [
        'fetch-and-verify',
        ...['compile', 'configure', 'library-resolve', 'publish', 'rootfs-assemble', 'test', 'toolchain'].flatMap(
          (stage) => [stage, `${stage}--amd64`, `${stage}--arm-v7`],
        ),
      ].sort(),
    );
  });

  it('orders the stages by what they read', () => {
    const { targets } = infer();
    const order = Object.fromEntries(
      Object.entries(targets)
        .filter(([name]) => name.endsWith('--amd64'))
        .map(([name, { dependsOn }]) => [name, dependsOn]),
    );
    expect(order).toEqual({
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
      'publish--amd64': ['rootfs-assemble--amd64', 'toolchain--amd64'],
    });
  });

  it('gives uClibc a stage of its own, which compile reads', () => {
    const { targets } = infer({ libc: 'uclibc' });
    expect(targets['compile--amd64']?.dependsOn).toContain('libc--amd64');
    expect(targets['compile--amd64']?.options).toMatchObject({ libcSysroot: 'dist/images/tiny/libc--amd64' });
  });

  it('keys a stage by its files, its code and the stages before it', () => {
    expect(infer().targets['configure--amd64']?.inputs).toEqual([
      '{workspaceRoot}/images/common/x.config',
      '{workspaceRoot}/images/common/x.config/**/*',
      'code of configure',
      { dependentTasksOutputFiles: '**/stage.json', transitive: false },
    ]);
  });

  it('lists platforms in the index in the order of the table, whatever the author wrote', () => {
    expect(infer().targets['publish']?.options).toMatchObject({
      rootfs: [
        { platform: 'linux/amd64', directory: 'dist/images/tiny/rootfs-assemble--amd64' },
        { platform: 'linux/arm/v7', directory: 'dist/images/tiny/rootfs-assemble--arm-v7' },
      ],
    });
  });

  it('describes every target and caches it', () => {
    for (const target of Object.values(infer().targets)) {
      expect(target.metadata?.description).toMatch(/^[A-Z].{10}/);
      expect(target.cache).toBe(true);
    }
  });
});
