import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type RootManifest, toolchainOutput, writeStage } from '@basewright/contracts';
import { exec, sha256File } from '@basewright/core';
import { packRoot } from '@basewright/sandbox';
import { inTemporaryDirectory, repositoryPins } from '@basewright/testing';

import { publish } from '../src/publish';
import { buildahIn } from './containers';
import { fakeRootfs, NATIVE } from './fake-stages';

let pack: RootManifest;

beforeAll(async () => {
  pack = (await packRoot(await repositoryPins())).root;
}, 300_000);

it('gives the layer as tiny.tar.xz, and a Dockerfile that builds from it', async () => {
  await inTemporaryDirectory(async (workspace) => {
    await writeStage(join(workspace, 'dist/toolchain'), toolchainOutput, NATIVE.id, () =>
      Promise.resolve({
        body: { libc: 'musl' as const, suite: 'trixie', build: pack, pack, departures: [] },
        inputs: {},
      }),
    );
    const directory = await fakeRootfs(workspace, NATIVE);
    const options = {
      outputPath: 'dist/publish',
      name: 'tiny',
      rootfs: [{ platform: NATIVE.id, directory }],
      toolchain: 'dist/toolchain',
      config: { cmd: ['sh'] },
      tarXz: true,
    };
    await publish(options, workspace);
    const context = join(workspace, 'dist/publish/tar-xz');
    expect((await readdir(context)).sort()).toEqual(['Dockerfile', 'tiny.tar.xz']);
    expect(await readFile(join(context, 'Dockerfile'), 'utf8')).toBe('FROM scratch\nADD tiny.tar.xz /\nCMD ["sh"]\n');
    const before = await sha256File(join(context, 'tiny.tar.xz'));

    const buildah = buildahIn(workspace);
    await buildah('build', '--isolation', 'chroot', '--tag', 'tiny', context);
    const container = await buildah('from', '--pull=never', 'localhost/tiny');
    expect(await buildah('run', '--isolation', 'chroot', container, 'sh')).toContain('hello from PATH=/usr/local/sbin');

    await exec('xz', ['--decompress', '--keep', join(context, 'tiny.tar.xz')]);
    expect(await sha256File(join(context, 'tiny.tar'))).toBe(await sha256File(join(workspace, directory, 'layer.tar')));
    await publish(options, workspace);
    expect(await sha256File(join(context, 'tiny.tar.xz'))).toBe(before);
  });
}, 300_000);
