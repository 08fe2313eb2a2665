import { join, relative } from 'node:path';

import { publishOutput, readStage } from '@basewright/contracts';
import { humanBytes } from '@basewright/core';

/** Prints what a published image is, where it lies and how to run it: `node tools/run-ts.cjs tools/print-image.ts <project>`. */
async function printImage(project: string): Promise<void> {
  const directory = join(process.cwd(), 'dist/images', project, 'publish');
  const { body } = await readStage(directory, publishOutput, null);
  const layout = relative(process.cwd(), join(directory, 'oci'));
  const lines = [
    `image   ${project}`,
    `digest  ${body.index.digest}`,
    ...body.manifests.map(({ platform, config, layers, manifest }) => {
      const size = [config, manifest, ...layers].reduce((sum, blob) => sum + blob.size, 0);
      return `size    ${humanBytes(size)} compressed for ${platform}`;
    }),
    `lies in ${layout}`,
    `run it  podman run -it oci:${layout}`,
    `or      skopeo copy oci:${layout} docker-daemon:${project}:latest && docker run -it ${project}`,
  ];
  process.stdout.write(`\n${lines.join('\n')}\n`);
}

void printImage(process.argv[2] ?? 'busybox-glibc');
