import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { baseOptions } from '@basewright/base';
import { FINDING_KINDS } from '@basewright/contracts';
import { followLinks, makeFileInside, makeInside, readBase, readInside, unpackLayers } from '@basewright/oci';

import { fetchBase } from '../../../packages/stages/base/src/fetch-base';
import { assembleLayer } from '../../../packages/stages/layer-assemble/src/assemble-layer';
import { publish } from '../../../packages/stages/publish/src/publish';

const PLATFORM = 'linux/amd64';
const BASE = 'dist/base';

/** Where an image meets Basewright, in the order of a build: every step but the first reads what `pull` left. */
export const IMAGE_STEPS = ['pull', 'publish', 'distroless', 'run'] as const;
export type ImageStep = (typeof IMAGE_STEPS)[number];

/** A workspace with the layout of an image in `layout`, and its lock file in `lock.json`. */
export interface ImagePlace {
  readonly workspace: string;
  /** Of the layout's index. */
  readonly digest: string;
  /** Where the layout is in the workspace. Default: `layout`. */
  readonly layout?: string;
  /** Where `run` unpacks it. */
  readonly tree: string;
}

/** Each step by the functions that its executors call. */
export const STEPS: Readonly<Record<ImageStep, (place: ImagePlace) => Promise<unknown>>> = {
  pull: ({ workspace, digest, layout = 'layout' }) =>
    fetchBase(baseOptions.parse({ outputPath: BASE, platform: PLATFORM, name: 'app', digest, layout }), workspace),
  publish: ({ workspace }) => publishOnBase(workspace, 'layer', false),
  distroless: ({ workspace }) => publishOnBase(workspace, 'distroless', true),
  run: async ({ workspace, tree }) => {
    const { layers, config } = await readBase(join(workspace, BASE), PLATFORM);
    await unpackLayers(layers, 'the image', tree);
    // What `run` does in the tree of an image before it starts anything in there.
    const view = { tree, binds: [] };
    await readInside(view, '/etc/passwd');
    await readInside(view, '/etc/group');
    for (const path of ['/etc/hosts', '/etc/resolv.conf', '/etc/hostname']) await makeFileInside(view, path);
    await makeInside(view, config.config?.WorkingDir ?? '/');
    await followLinks(view, '/bin/app');
  },
};

/** An image on the base, with a file more. */
async function publishOnBase(workspace: string, name: string, distroless: boolean): Promise<unknown> {
  const directory = `dist/${name}`;
  writeFileSync(join(workspace, 'file'), 'a file of the author\n');
  await assembleLayer(
    {
      outputPath: directory,
      platform: PLATFORM,
      name: 'app',
      base: BASE,
      lockFile: 'lock.json',
      distroless,
      files: [{ source: 'file', path: '/opt/file' }],
      users: [{ name: 'app', uid: 4242 }],
    },
    workspace,
  );
  const rootfs = [{ platform: PLATFORM, directory, base: BASE }];
  return publish({ outputPath: `dist/${name}-image`, name: 'app', rootfs, accept: ANYTHING }, workspace);
}

/** Whether an image starts is another matter. */
const ANYTHING = FINDING_KINDS.map((finding) => ({ finding, reason: 'of a corpus' }));
