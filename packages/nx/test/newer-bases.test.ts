import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';

import { exec, sha256 } from '@basewright/core';
import { type ImageSettings, resolveImageSettings } from '@basewright/image';
import { inTemporaryDirectory, REGISTRY_LOGIN, withRegistry } from '@basewright/testing';

import { tinyLayout } from '../../lib/oci/test/tiny-image';
import { type NewerBases, newerBases } from '../src/generators/lock/newer-bases';

const NONE: NewerBases = { offers: [], unchecked: [] };

/** A registry with an image whose index the tag 1.0 names. */
interface Place {
  readonly repository: string;
  /** Of the index. */
  readonly digest: string;
  /** Of one of the manifests that it lists. */
  readonly manifest: string;
  /** Lets the tag 1.0 name the manifest of arm64, and gives its digest. */
  readonly move: () => Promise<string>;
  readonly ask: (from: string, settings?: ImageSettings) => Promise<NewerBases>;
}

async function inPlace(test: (place: Place) => Promise<void>, password = false): Promise<void> {
  await inTemporaryDirectory(async (workspace) => {
    const digest = await tinyLayout(workspace);
    const { manifests } = JSON.parse(
      await readFile(join(workspace, 'layout/blobs/sha256', digest.replace('sha256:', '')), 'utf8'),
    ) as { manifests: { digest: string }[] };
    await withRegistry(join(workspace, 'registry'), { password }, async (host) => {
      const repository = `${host}/team/tiny`;
      const login = password ? ['--dest-creds', REGISTRY_LOGIN] : [];
      const push = async (...args: string[]): Promise<void> => {
        await exec('skopeo', [
          ...args,
          '--dest-tls-verify=false',
          ...login,
          `oci:${workspace}/layout`,
          `docker://${repository}:1.0`,
        ]);
      };
      await push('copy', '--all');
      await test({
        repository,
        digest,
        manifest: manifests[0]?.digest ?? '',
        move: async () => {
          await push('--override-arch', 'arm64', '--override-variant', 'v8', 'copy');
          return manifests[1]?.digest ?? '';
        },
        ask: (from, settings) => newerBases([{ name: 'app', from }], resolveImageSettings(settings), workspace),
      });
    });
  });
}

it('offers what the tag names now, to every image that is made on it', async () => {
  await inPlace(async ({ repository, digest, manifest, move, ask }) => {
    const reference = `${repository}:1.0@${digest}`;
    expect(await ask(reference)).toEqual(NONE);
    // The index lists it: what was pinned is what the tag has for that platform.
    expect(await ask(`${repository}:1.0@${manifest}`)).toEqual(NONE);
    const digestNow = await move();
    const images = ['web', 'app'].map((name) => ({ name, from: reference }));
    expect(await newerBases(images, resolveImageSettings({}), '/')).toEqual({
      offers: [
        { image: 'web', reference, digestNow },
        { image: 'app', reference, digestNow },
      ],
      unchecked: [],
    });
    expect((await ask(`${repository}:1.0@${manifest}`)).offers).toHaveLength(1);
    expect(await ask(`${repository}:1.0@${digestNow}`)).toEqual(NONE);
  });
});

it.each(['busybox-glibc', `oci:./layout@sha256:${'ab'.repeat(32)}`, `nowhere.invalid/base@sha256:${'ab'.repeat(32)}`])(
  'has nothing to ask about %s, which has no tag',
  async (from) => {
    expect(await newerBases([{ name: 'app', from }], resolveImageSettings({}), '/')).toEqual(NONE);
  },
);

it('lists what it could not ask, and goes on with the rest', async () => {
  await inPlace(async ({ repository, digest, move, ask }) => {
    const digestNow = await move();
    const good = `${repository}:1.0@${digest}`;
    const bad = ['nowhere.invalid/base:1', `${repository}:2.0`].map((place) => `${place}@${digest}`);
    const images = [...bad, ...bad, good].map((from) => ({ name: 'app', from }));
    expect(await newerBases(images, resolveImageSettings({}), '/')).toEqual({
      offers: [{ image: 'app', reference: good, digestNow }],
      unchecked: [
        'cannot pull the tag 1 from nowhere.invalid/base: no host has this name',
        `cannot pull the tag 2.0 from ${repository}: the registry has no such image`,
      ],
    });
    const { unchecked } = await ask(good, { registry: repository, insecure: false });
    expect(unchecked).toEqual([`cannot pull the tag 1.0 from ${repository}: the registry speaks plain HTTP`]);
  });
});

it('asks as whoever is logged in', async () => {
  await inPlace(async ({ repository, digest, move, ask }) => {
    const [digestNow, from] = [await move(), `${repository}:1.0@${digest}`];
    expect((await ask(from)).unchecked).toEqual([
      `cannot pull the tag 1.0 from ${repository}: the registry wants a user and a password that it knows`,
    ]);
    await inTemporaryDirectory(async (home) => {
      const auths = { [repository]: { auth: Buffer.from(REGISTRY_LOGIN).toString('base64') } };
      await writeFile(join(home, 'auth.json'), JSON.stringify({ auths }));
      process.env['REGISTRY_AUTH_FILE'] = join(home, 'auth.json');
      try {
        expect((await ask(from)).offers).toEqual([{ image: 'app', reference: from, digestNow }]);
      } finally {
        delete process.env['REGISTRY_AUTH_FILE'];
      }
    });
  }, true);
});

it('does not wait for a registry that says nothing', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const repository = `localhost:${(server.address() as AddressInfo).port}/base`;
  const from = `${repository}:1@sha256:${sha256('')}`;
  const found = await newerBases([{ name: 'app', from }], resolveImageSettings({}), '/', 1);
  server.close();
  expect(found.unchecked).toEqual([`cannot pull the tag 1 from ${repository}: the registry did not answer in time`]);
});
