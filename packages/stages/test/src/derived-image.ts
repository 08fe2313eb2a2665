import { join } from 'node:path';

import { layerAssembleOutput, readStage } from '@basewright/contracts';
import { makeInside, readBase, readInside, unpackLayers } from '@basewright/oci';
import { startOf } from '@basewright/tree';

import { loaderChecks } from './loader-checks';
import { type DerivedTestOptions } from './options';
import { packageChecks } from './package-checks';
import { startCheck } from './start-check';
import { type Checked, type TestRun } from './test-image';
import { passwordCheck } from './tree-checks';

/** What a sandbox mounts into every image. */
const MOUNTED = ['/dev', '/proc', '/tmp'];

/** Makes every check of an image that is made on another: of the whole of it, whoever made the base. */
export async function checkDerived(options: DerivedTestOptions, run: TestRun): Promise<Checked> {
  const { workspace, platform, runner, scratch } = run;
  const { name, accept = [] } = options;
  const layers = await readStage(join(workspace, options.layerAssemble), layerAssembleOutput, platform.id);
  const image = await readBase(join(workspace, options.publish), platform.id);
  const tree = join(scratch, 'tree');
  await unpackLayers(image.layers, `${name} for ${platform.id}`, tree, { open: true });
  const view = { tree, binds: [] };
  const shadow = await readInside(view, '/etc/shadow');
  const packages = await packageChecks((path) => readInside(view, path), layers.body.packages);
  for (const path of MOUNTED) await makeInside(view, path);
  const start = startOf(image.config.config ?? {}, {});
  return {
    checks: [
      passwordCheck(shadow),
      ...packages,
      ...(await loaderChecks({ tree, platform, runner, accept, isClosed: false })),
      await startCheck(tree, start, runner),
    ],
    upstream: () => Promise.resolve({ notRun: 'the image is made on another one, whose own test runs it' }),
    inputs: { manifest: image.digest },
  };
}
