import { chmod } from 'node:fs/promises';
import { join } from 'node:path';

import { baseOutput, type PublishOutput, writeStage } from '@basewright/contracts';
import { type Descriptor, layoutOf, pullImage, type StoredImage, writeLayout } from '@basewright/oci';

import { type BaseOptions } from './options';

/**
 * The stage base: leaves the image of one platform that `options` pin by digest as an OCI layout in `<outputPath>/oci`.
 * `workspace` is an absolute path. Throws what pullImage throws.
 */
export async function fetchBase(options: BaseOptions, workspace: string): Promise<PublishOutput> {
  const image = await pullImage(options, workspace);
  return writeStage(join(workspace, options.outputPath), baseOutput, null, async (directory) => {
    await chmod(directory, 0o755);
    await writeLayout(join(directory, 'oci'), layoutOf(image, options.name));
    return { body: outputOf(image, options.platform), inputs: { base: options.digest } };
  });
}

function outputOf({ documents, layers }: StoredImage, platform: string): PublishOutput {
  const manifest = brief(documents.manifest.descriptor);
  const config = brief(documents.config.descriptor);
  return {
    index: manifest,
    manifests: [{ platform, manifest, config, layers: layers.map((one) => brief(one.descriptor)) }],
    // It is what its digest says.
    departures: [],
  };
}

function brief({ digest, size }: Descriptor): PublishOutput['index'] {
  return { digest, size };
}
