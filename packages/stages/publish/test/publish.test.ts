import { lstatSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type PublishOutput, publishOutput, readStage } from '@basewright/contracts';
import { exec, sha256File } from '@basewright/core';
import { validateLayout } from '@basewright/oci';
import { inTemporaryDirectory, readTar } from '@basewright/testing';

import { type PublishOptions, type RootfsOption } from '../src/options';
import { publish } from '../src/publish';
import { inspect, sayHello } from './containers';
import { ANY_MACHINE, type FakeRootfs, fakeRootfs, FOREIGN, NATIVE } from './fake-stages';

const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const OUTPUT = 'dist/images/tiny/publish';

/** The options of an image of one platform or two, with its rootfs stages below `workspace`. */
async function optionsIn(workspace: string, platforms = [NATIVE], fake?: FakeRootfs): Promise<PublishOptions> {
  const rootfs: RootfsOption[] = [];
  for (const platform of platforms) {
    rootfs.push({ platform: platform.id, directory: await fakeRootfs(workspace, platform, fake) });
  }
  const accept = platforms.includes(FOREIGN) ? ANY_MACHINE : [];
  return {
    outputPath: OUTPUT,
    name: 'tiny',
    refName: 'tiny:1.38.0-musl',
    rootfs,
    config: { cmd: ['/bin/sh'] },
    accept,
  };
}

interface Case {
  readonly workspace: string;
  readonly layout: string;
  readonly output: PublishOutput;
}

async function published(
  change: Partial<PublishOptions>,
  platforms: (typeof NATIVE)[],
  test: (made: Case) => Promise<void>,
): Promise<void> {
  await inTemporaryDirectory(async (workspace) => {
    const output = await publish({ ...(await optionsIn(workspace, platforms)), ...change }, workspace);
    await test({ workspace, layout: join(workspace, OUTPUT, 'oci'), output });
  });
}

/** Paths, modes and digests of everything in a directory. */
async function contentOf(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const lines = entries.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    const mode = (lstatSync(path).mode & 0o7777).toString(8);
    return `${path.slice(directory.length)} ${mode} ${entry.isFile() ? await sha256File(path) : ''}`;
  });
  return (await Promise.all(lines)).sort();
}

describe('a layout of one platform', () => {
  it('is what skopeo, umoci and buildah read without being told which image', async () => {
    await published({}, [NATIVE], async ({ workspace, layout, output }) => {
      const seen = await inspect(`oci:${layout}`);
      expect(seen).toMatchObject({ Digest: output.index.digest, Created: '2026-01-01T00:00:00Z', Env: [PATH] });
      expect(seen['Architecture']).toBe(NATIVE.oci.architecture);
      expect(await inspect(`oci:${layout}:tiny:1.38.0-musl`, '--config')).toMatchObject({
        config: { Cmd: ['/bin/sh'] },
        history: [{ created_by: 'BusyBox 1.38.0 (musl)' }],
      });

      const bundle = join(workspace, 'bundle');
      await exec('umoci', ['unpack', '--rootless', '--image', `${layout}:tiny:1.38.0-musl`, bundle]);
      expect(await sha256File(join(bundle, 'rootfs/bin/sh'))).toBe(
        await sha256File(join(workspace, 'tree', NATIVE.name, 'bin/sh')),
      );

      expect(await sayHello(workspace, `oci:${OUTPUT}/oci`)).toBe(`hello from ${PATH}`);
    });
  });

  it('keeps its digest when skopeo copies it', async () => {
    await published({}, [NATIVE], async ({ workspace, layout, output }) => {
      const copy = join(workspace, 'copy');
      await exec('skopeo', ['copy', `oci:${layout}`, `oci:${copy}:copied`]);
      expect((await inspect(`oci:${copy}`))['Digest']).toBe(output.index.digest);
      expect(await readdir(join(copy, 'blobs/sha256'))).toEqual(await readdir(join(layout, 'blobs/sha256')));
      expect(await validateLayout(copy)).toEqual([]);
    });
  });

  it('tells the next stage what it holds', async () => {
    await published({}, [NATIVE], async ({ workspace, output }) => {
      expect((await readStage(join(workspace, OUTPUT), publishOutput, null)).body).toEqual(output);
      expect(output.manifests).toMatchObject([{ platform: NATIVE.id, manifest: output.index }]);
    });
  });
});

describe('a layout of several platforms', () => {
  it('holds one index, of which tools take the image of this machine', async () => {
    await published({}, [FOREIGN, NATIVE], async ({ workspace, layout, output }) => {
      const index = await inspect(`oci:${layout}`, '--raw');
      expect(index).toMatchObject({ schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json' });
      expect(index['manifests']).toHaveLength(2);
      expect((await inspect(`oci:${layout}`))['Architecture']).toBe(NATIVE.oci.architecture);
      const { architecture, variant = '' } = FOREIGN.oci;
      const foreign = await exec('skopeo', [
        ...['--override-arch', architecture, '--override-variant', variant],
        ...['inspect', '--config', `oci:${layout}`],
      ]);
      expect(JSON.parse(foreign.stdout)).toMatchObject({ architecture });
      expect(output.manifests.map(({ platform }) => platform).sort()).toEqual([NATIVE.id, FOREIGN.id].sort());
      expect(await sayHello(workspace, `oci:${OUTPUT}/oci`)).toBe(`hello from ${PATH}`);
    });
  });

  it('keeps the digest of the index when skopeo copies all of it', async () => {
    await published({}, [NATIVE, FOREIGN], async ({ workspace, layout, output }) => {
      const copy = join(workspace, 'copy');
      await exec('skopeo', ['copy', '--all', `oci:${layout}`, `oci:${copy}:copied`]);
      const written = JSON.parse(await readFile(join(copy, 'index.json'), 'utf8')) as unknown;
      expect(written).toMatchObject({ manifests: [{ digest: output.index.digest, size: output.index.size }] });
      expect(await validateLayout(copy)).toEqual([]);
    });
  });
});

describe('a docker archive', () => {
  it('is the same image, as docker load reads it', async () => {
    await published({ dockerArchive: true }, [NATIVE], async ({ workspace, output }) => {
      const archive = join(workspace, OUTPUT, 'docker-archive.tar');
      const [image] = output.manifests;
      const hex = image?.config.digest.replace('sha256:', '') ?? '';
      expect((await readTar(archive)).map(({ path }) => path)).toEqual([
        '/manifest.json',
        `/${hex}.json`,
        expect.stringMatching(/^\/[0-9a-f]{64}\/layer\.tar$/),
      ]);
      const seen = await inspect(`docker-archive:${archive}:tiny:1.38.0-musl`);
      expect(seen).toMatchObject({ Created: '2026-01-01T00:00:00Z', Env: [PATH] });
      expect(await sayHello(workspace, `docker-archive:${OUTPUT}/docker-archive.tar`)).toBe(`hello from ${PATH}`);
    });
  });

  it('is one per platform beside an index', async () => {
    await published({ dockerArchive: true }, [NATIVE, FOREIGN], async ({ workspace }) => {
      expect((await readdir(join(workspace, OUTPUT, 'docker-archive'))).sort()).toEqual(
        [`${NATIVE.name}.tar`, `${FOREIGN.name}.tar`].sort(),
      );
    });
  });
});

describe('publish', () => {
  it('gives the same bytes and modes in another directory, under another umask', async () => {
    const contents: string[][] = [];
    for (const umask of [0o022, 0o077]) {
      await inTemporaryDirectory(async (workspace) => {
        const options = { ...(await optionsIn(workspace, [NATIVE, FOREIGN])), dockerArchive: true };
        const before = process.umask(umask);
        try {
          await publish(options, workspace);
        } finally {
          process.umask(before);
        }
        const files = await contentOf(join(workspace, OUTPUT));
        contents.push(files.filter((line) => !/^\/(stage|inputs)\.json/.test(line)));
      });
    }
    expect(contents[0]).toEqual(contents[1]);
    expect(contents[0]).toContainEqual(expect.stringMatching(/^\/oci\/blobs\/sha256 755 $/));
    expect(contents[0]).toContainEqual(expect.stringMatching(/^\/oci\/index\.json 644 /));
  });

  it('leaves what was there when the new layout is unsound', async () => {
    await published({}, [NATIVE], async ({ workspace }) => {
      const before = await contentOf(join(workspace, OUTPUT));
      const options = await optionsIn(workspace, [NATIVE], { layer: Buffer.from('not a gzip stream') });
      await expect(publish(options, workspace)).rejects.toMatchObject({
        code: 'CHECK_FAILED',
        message: expect.stringContaining('index.json/manifests[0]/layers[0]: diffID: want sha256:') as string,
      });
      expect(await contentOf(join(workspace, OUTPUT))).toEqual(before);
    });
  });

  it('refuses platforms of different releases', async () => {
    await inTemporaryDirectory(async (workspace) => {
      const native = await optionsIn(workspace, [NATIVE]);
      const foreign = await optionsIn(workspace, [FOREIGN], { version: '1.37.0' });
      const mixed = { ...native, rootfs: [...native.rootfs, ...foreign.rootfs] };
      await expect(publish(mixed, workspace)).rejects.toMatchObject({
        code: 'CONTRACT_MISMATCH',
        message: expect.stringContaining(`  ${FOREIGN.id}: 1.37.0 musl`) as string,
      });
    });
  });

  it('refuses platforms of different applets', async () => {
    await inTemporaryDirectory(async (workspace) => {
      const native = await optionsIn(workspace, [NATIVE], { applets: ['hdparm', 'sh'] });
      const foreign = await optionsIn(workspace, [FOREIGN]);
      const uneven = { ...native, rootfs: [...native.rootfs, ...foreign.rootfs] };
      await expect(publish(uneven, workspace)).rejects.toMatchObject({
        code: 'CHECK_FAILED',
        message: expect.stringContaining(`  ${FOREIGN.id} lacks hdparm`) as string,
      });
    });
  });
});
