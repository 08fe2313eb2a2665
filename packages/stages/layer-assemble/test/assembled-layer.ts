import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { layerAssembleOutput, type LayerAssembleOutput, readStage } from '@basewright/contracts';
import { exec, hostDebianArch, invariant, platformOf, PLATFORMS } from '@basewright/core';
import { bothLocks, type DumpedEntry, inTemporaryDirectory, readTar } from '@basewright/testing';
import { type TreeEntry } from '@basewright/tree';

import { assembleLayer } from '../src/assemble-layer';
import { type LayerAssembleOptions } from '../src/options';
import { tinyBase } from './tiny-base';

export const native = invariant(
  PLATFORMS.find(({ debianArch }) => debianArch === hostDebianArch()),
  'a platform that is of this machine',
);

export const root = { uid: 0, gid: 0, origin: 'test' };
export const directory = (path: string, mode = 0o755): TreeEntry => ({ ...root, type: 'directory', path, mode });
export const text = (path: string, content: string, mode = 0o644): TreeEntry => ({
  ...root,
  type: 'file',
  path,
  mode,
  content: { bytes: Buffer.from(content) },
});
/** As BusyBox's own images are: /bin is a directory, and so is /lib where there is one. */
export const BASE: readonly TreeEntry[] = [
  ...['/', '/bin', '/dev', '/etc', '/proc', '/tmp', '/usr', '/usr/bin'].map((path) => directory(path)),
  text('/bin/true', '#!/bin/bash\n', 0o755),
  text('/etc/group', 'root:x:0:\n'),
  text('/etc/os-release', 'NAME="Basewright BusyBox"\nID=basewright\n'),
  text('/etc/passwd', 'root:x:0:0:root:/root:/bin/sh\n'),
  text('/etc/shadow', 'root:*:::::::\n', 0o600),
];

/** A layer that the stage has made in a workspace of its own. */
export interface Assembled {
  readonly workspace: string;
  readonly body: LayerAssembleOutput;
  /** Of all layers that the stage wrote. */
  readonly entries: readonly DumpedEntry[];
  /** Absolute paths of those, bottom first, and the highest. */
  readonly layers: readonly string[];
  readonly layer: string;
}

/** Makes a layer on a base, and has it looked at. `files` are those of the workspace. */
export async function assembled(
  change: Partial<LayerAssembleOptions>,
  test: (made: Assembled) => Promise<void>,
  { base = BASE, files = {} }: { base?: readonly TreeEntry[]; files?: Readonly<Record<string, string>> } = {},
): Promise<void> {
  await inTemporaryDirectory(async (workspace) => {
    for (const [name, content] of Object.entries(files)) await writeFile(join(workspace, name), content);
    const platform = change.platform ?? native.id;
    await tinyBase(workspace, 'dist/base', platformOf(platform), base);
    await writeFile(join(workspace, 'lock.json'), await bothLocks());
    const outputPath = 'dist/layer';
    const body = await assembleLayer(
      { outputPath, platform, name: 'app', base: 'dist/base', lockFile: 'lock.json', ...change },
      workspace,
    );
    const stage = await readStage(join(workspace, outputPath), layerAssembleOutput, platform);
    const own = body.layers.flatMap(({ file }) => file ?? []);
    const layers = await Promise.all(own.map((file) => stage.file(file)));
    const layer = layers.at(-1);
    if (layer === undefined) throw new Error('nothing was added');
    const entries = (await Promise.all(layers.map((path) => readTar(path)))).flat();
    await test({ workspace, body, layers, layer, entries });
  });
}

/** What image and base make together, unpacked. */
export async function unpacked({ workspace, layers }: Assembled): Promise<string> {
  const tree = join(workspace, 'tree');
  await mkdir(tree);
  for (const tar of [join(workspace, 'tmp/base.tar'), ...layers])
    await exec('tar', ['--no-same-owner', '-xf', tar, '-C', tree]);
  return tree;
}
