import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type PublishOutput, publishOutput, writeStage } from '@basewright/contracts';
import { PLATFORM_IDS } from '@basewright/core';
import { type Descriptor, planLayout, writeLayout } from '@basewright/oci';
import { readImage } from '@basewright/pipeline';
import { inTemporaryDirectory } from '@basewright/testing';

import { REPOSITORY } from '../../e2e/repository';
import { tinyRequest } from '../../packages/lib/oci/test/tiny-layout';
import { formatDigests, parseDigests, platformsOf } from './image-digests';
import { imageDirectories, readImageStates } from './read-images';

/** Those of `tinyRequest`. */
const PLATFORMS = ['linux/amd64', 'linux/arm64'] as const;

const plan = planLayout(tinyRequest);

/** A workspace with an image x that is published. */
async function publishIn(workspace: string): Promise<void> {
  const image = { libc: 'musl', busybox: { version: '1.38.0' }, platforms: PLATFORMS };
  for (const name of ['x', 'common']) await mkdir(join(workspace, 'images', name), { recursive: true });
  await writeFile(join(workspace, 'images/x/image.json'), JSON.stringify(image));
  await writeStage(join(workspace, 'dist/images/x/publish'), publishOutput, null, async (directory) => {
    await writeLayout(join(directory, 'oci'), plan);
    return { body: publishedBody(), inputs: {} };
  });
}

function publishedBody(): PublishOutput {
  const brief = ({ digest, size }: Descriptor): PublishOutput['index'] => ({ digest, size });
  const manifests = plan.images.map(({ manifest, config, layers }, at) => ({
    platform: PLATFORMS[at] ?? '',
    manifest: brief(manifest.descriptor),
    config: brief(config.descriptor),
    layers: layers.map(({ descriptor }) => brief(descriptor)),
  }));
  return { index: brief(plan.image), manifests, departures: ['libc6 is newer'] };
}

it('reads what is written down, and what is built', () =>
  inTemporaryDirectory(async (workspace) => {
    await publishIn(workspace);
    expect(await imageDirectories(workspace)).toEqual(['images/x']);
    const [amd64, arm64] = plan.images.map(({ manifest }) => manifest.descriptor.digest);
    const digests = { index: plan.image.digest, manifests: { 'linux/amd64': amd64 ?? '', 'linux/arm64': arm64 ?? '' } };
    const state = {
      image: 'x',
      file: 'images/x/digests.json',
      platforms: PLATFORMS,
      recorded: null,
      built: { digests, departures: ['libc6 is newer'] },
    };
    expect(await readImageStates(workspace, ['images/x'])).toEqual([state]);
    await writeFile(join(workspace, state.file), formatDigests(digests));
    expect(await readImageStates(workspace, ['images/x'])).toEqual([{ ...state, recorded: digests }]);
  }));

it('refuses a layout whose bytes are not what its digests say', () =>
  inTemporaryDirectory(async (workspace) => {
    await publishIn(workspace);
    const layout = join(workspace, 'dist/images/x/publish/oci');
    await appendFile(join(layout, 'blobs', plan.image.digest.replace(':', '/')), '\n');
    await expect(readImageStates(workspace, ['images/x'])).rejects.toThrow(
      /cannot compare .*\/oci: it is unsound\n {2}/,
    );
  }));

it('what is written down of an image of this repository is of the platforms of its image.json', async () => {
  const directories = await imageDirectories(REPOSITORY);
  expect(directories).not.toEqual([]);
  for (const directory of directories) {
    const { platforms } = readImage(REPOSITORY, `${directory}/image.json`, undefined).spec;
    const file = `${directory}/digests.json`;
    const recorded = parseDigests(file, await readFile(join(REPOSITORY, file), 'utf8'));
    expect([file, platformsOf(recorded)]).toEqual([file, PLATFORM_IDS.filter((id) => platforms.includes(id))]);
  }
});
