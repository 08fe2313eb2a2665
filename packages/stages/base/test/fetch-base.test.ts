import { appendFile, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { baseOutput, type PublishOutput, readStage } from '@basewright/contracts';
import { type Digest, digest as digestWord, exec, openStore } from '@basewright/core';
import { readBase, validateLayout } from '@basewright/oci';
import { inTemporaryDirectory, REGISTRY_LOGIN, withRegistry } from '@basewright/testing';

import { tinyLayout } from '../../../lib/oci/test/tiny-image';
import { fetchBase } from '../src/fetch-base';
import { type BaseOptions } from '../src/options';

const OUTPUT = 'dist/images/app/base--amd64';
const UNKNOWN = digestWord.parse(`sha256:${'ab'.repeat(32)}`);

/** A workspace with a layout, and a store of its own. */
interface Place {
  readonly workspace: string;
  /** Of the layout's index. */
  readonly digest: Digest;
  readonly fetch: (change?: Partial<BaseOptions>) => Promise<PublishOutput>;
}

async function inPlace(test: (place: Place) => Promise<void>): Promise<void> {
  await inTemporaryDirectory(async (workspace) => {
    const before = process.env['BASEWRIGHT_STORE'];
    process.env['BASEWRIGHT_STORE'] = join(workspace, 'store');
    try {
      const digest = digestWord.parse(await tinyLayout(workspace));
      const options: BaseOptions = {
        outputPath: OUTPUT,
        platform: 'linux/amd64',
        name: 'app',
        digest,
        layout: 'layout',
      };
      await test({ workspace, digest, fetch: (change) => fetchBase({ ...options, ...change }, workspace) });
    } finally {
      if (before === undefined) delete process.env['BASEWRIGHT_STORE'];
      else process.env['BASEWRIGHT_STORE'] = before;
    }
  });
}

/** The same in a registry, pushed by skopeo; `repository` instead of `layout`. */
async function inRegistry(
  test: (place: Place & { readonly repository: string; readonly data: string }) => Promise<void>,
  password = false,
): Promise<void> {
  await inPlace(async (place) => {
    const { workspace } = place;
    const data = join(workspace, 'registry');
    await withRegistry(data, { password }, async (host) => {
      const repository = `${host}/team/tiny`;
      const login = password ? ['--dest-creds', REGISTRY_LOGIN] : [];
      const to = `docker://${repository}:1.0`;
      await exec('skopeo', ['copy', '--all', '--dest-tls-verify=false', ...login, `oci:${workspace}/layout`, to]);
      await test({ ...place, repository, data });
    });
  });
}

async function manifestsIn(layout: string): Promise<string[]> {
  const { manifests } = JSON.parse(await readFile(join(layout, 'index.json'), 'utf8')) as {
    manifests: { digest: string }[];
  };
  return manifests.map(({ digest }) => digest);
}

describe('an image in an OCI layout', () => {
  it.each(['linux/amd64', 'linux/arm64'])('is left as a layout of %s alone', async (platform) => {
    await inPlace(async ({ workspace, fetch }) => {
      const { index, manifests } = await fetch({ platform });
      expect(manifests).toEqual([expect.objectContaining({ platform, manifest: index })]);
      expect(await validateLayout(join(workspace, OUTPUT, 'oci'))).toEqual([]);
      expect(await manifestsIn(join(workspace, OUTPUT, 'oci'))).toEqual([index.digest]);
      const { layers, config } = await readBase(join(workspace, OUTPUT), platform);
      expect(layers.map(({ descriptor: { digest, size } }) => ({ digest, size }))).toEqual(manifests[0]?.layers);
      expect(config.config?.Cmd).toEqual(['sh']);
    });
  });

  it('may be pinned by the manifest of a platform, which is for no other', async () => {
    await inPlace(async ({ fetch }) => {
      const { index } = await fetch();
      expect((await fetch({ digest: index.digest })).index).toEqual(index);
      await expect(fetch({ digest: index.digest, platform: 'linux/arm64' })).rejects.toThrow(
        `cannot use "from" oci:layout@${index.digest}: it is not for linux/arm64/v8, but for linux/amd64`,
      );
    });
  });

  it('comes out of the store when the layout is gone, and is the same', async () => {
    await inPlace(async ({ workspace, fetch }) => {
      const first = await fetch();
      await rm(join(workspace, 'layout'), { recursive: true });
      expect(await fetch()).toEqual(first);
    });
  });

  it.each<[string, Partial<BaseOptions>, string]>([
    [
      'a digest that is not there',
      { digest: UNKNOWN },
      `cannot use "from" oci:layout@${UNKNOWN}: there is no blob ${UNKNOWN}`,
    ],
    [
      'a platform that is not there',
      { platform: 'linux/s390x' },
      'it is not for linux/s390x, but for linux/amd64, linux/arm64/v8',
    ],
    ['no layout at all', { layout: 'nowhere', digest: UNKNOWN }, 'there is no blob'],
    [
      'neither of the two',
      { layout: undefined },
      'cannot fetch the base of app: neither repository nor layout is given',
    ],
  ])('refuses %s', async (_what, change, message) => {
    await inPlace(async ({ fetch }) => {
      await expect(fetch(change)).rejects.toThrow(message);
    });
  });

  it.each(['index', 'manifest', 'layer'])(
    'refuses a layout whose %s was changed, and keeps nothing of it',
    async (which) => {
      await inPlace(async ({ workspace, digest, fetch }) => {
        const { manifests } = await fetch();
        await rm(join(workspace, 'store'), { recursive: true });
        const { manifest, layers } = manifests[0] ?? {};
        const changed = { index: digest, manifest: manifest?.digest, layer: layers?.[1]?.digest }[which] ?? '';
        await appendFile(join(workspace, 'layout/blobs', ...changed.split(':')), ' ');
        await expect(fetch()).rejects.toMatchObject({
          code: 'CHECKSUM_MISMATCH',
          message: expect.stringMatching(
            `^cannot use "from" oci:layout@${digest}: (expected ${changed}, got|blob ${changed}: its size is)`,
          ) as string,
        });
        const kept = await readdir(openStore().downloads);
        expect(kept).not.toContain(changed.replace('sha256:', ''));
        expect(kept.filter((name) => name.startsWith('.'))).toEqual([]);
      });
    },
  );

  it('fetches what is damaged in the store once more', async () => {
    await inPlace(async ({ fetch }) => {
      const { manifests } = await fetch();
      const layer = join(openStore().downloads, manifests[0]?.layers[0]?.digest.replace('sha256:', '') ?? '');
      await writeFile(layer, 'damaged');
      expect((await fetch()).manifests).toEqual(manifests);
      expect(await readFile(layer, 'utf8')).not.toBe('damaged');
    });
  });
});

describe('an image in a registry', () => {
  it('is fetched by digest, of one platform, and never again', async () => {
    let first: PublishOutput | undefined;
    await inRegistry(async ({ workspace, repository, fetch }) => {
      first = await fetch({ layout: undefined, repository });
      expect(await validateLayout(join(workspace, OUTPUT, 'oci'))).toEqual([]);
      const { body } = await readStage(join(workspace, OUTPUT), baseOutput, null);
      expect(body).toEqual(first);
      // Of the other platform nothing but its name in the index came.
      expect(await readdir(openStore().downloads)).toHaveLength(5);
      const offline = { layout: undefined, repository: 'nowhere.invalid/team/tiny' };
      expect(await fetch(offline)).toEqual(first);
      await expect(fetch({ ...offline, platform: 'linux/arm64' })).rejects.toMatchObject({ code: 'UNREACHABLE' });
    });
  });

  it('has the layers it has elsewhere, also when docker pushed it', async () => {
    await inRegistry(async ({ repository, fetch }) => {
      const [source, docker] = [`docker://${repository}:1.0`, `docker://${repository}:docker`];
      const plain = ['--src-tls-verify=false', '--dest-tls-verify=false'];
      await exec('skopeo', ['copy', '--format', 'v2s2', ...plain, source, docker]);
      const { stdout } = await exec('skopeo', ['inspect', '--tls-verify=false', '--format', '{{.Digest}}', docker]);
      const fromDocker = await fetch({ layout: undefined, repository, digest: digestWord.parse(stdout.trim()) });
      const fromOci = await fetch({ layout: undefined, repository });
      expect(fromDocker.manifests[0]?.layers).toEqual(fromOci.manifests[0]?.layers);
      expect(fromDocker.index).not.toEqual(fromOci.index);
    });
  });

  it('is not what was pinned when the registry has no such digest', async () => {
    await inRegistry(async ({ repository, fetch }) => {
      await expect(fetch({ layout: undefined, repository, digest: UNKNOWN })).rejects.toMatchObject({
        code: 'NOT_FOUND',
        message: expect.stringContaining(
          `cannot pull the base of app ("from") from ${repository}: the registry has no such image`,
        ) as string,
      });
    });
  });

  it('is refused when the registry sends other bytes under its digest', async () => {
    await inRegistry(async ({ repository, digest, data, fetch }) => {
      const hex = digest.replace('sha256:', '');
      const kept = join(data, 'data/docker/registry/v2/blobs/sha256', hex.slice(0, 2), hex, 'data');
      await writeFile(kept, (await readFile(kept, 'utf8')).replace('arm64', 'mra64'));
      await expect(fetch({ layout: undefined, repository })).rejects.toThrow(/cannot (use "from"|pull the base)/);
      expect(await readdir(openStore().downloads).catch(() => [])).toEqual([]);
    });
  });

  it('is cut off when the registry sends more than the manifest says', async () => {
    await inRegistry(async ({ repository, data, fetch }) => {
      const blobs = join(data, 'data/docker/registry/v2/blobs/sha256');
      for (const name of await readdir(blobs, { recursive: true })) {
        // The layers are what is no JSON.
        const file = join(blobs, name);
        if (name.endsWith('/data') && !(await readFile(file)).includes('{')) await truncate(file, 1e9);
      }
      await expect(fetch({ layout: undefined, repository })).rejects.toMatchObject({
        message: expect.stringContaining('the registry sends more than the manifest says') as string,
      });
      expect(await readdir(openStore().downloads, { recursive: true })).toHaveLength(2);
    });
  });

  it('says when it wants a password', async () => {
    await inRegistry(async ({ repository, fetch }) => {
      await expect(fetch({ layout: undefined, repository })).rejects.toMatchObject({ code: 'DENIED' });
    }, true);
  });
});
