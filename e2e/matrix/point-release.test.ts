import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { imageDirectories, readImageStates } from '../../tools/digests/read-images';
import { expectGoldenDigests } from '../golden-digests';
import { layPool, laySource, withMovedMirror } from '../moved-mirror';
import { REPOSITORY } from '../repository';

// All images, with nothing of theirs in Nx's cache.
jest.setTimeout(90 * 60_000);

const mirror = mkdtempSync(join(tmpdir(), 'basewright-point-release-'));
afterAll(() => {
  rmSync(mirror, { recursive: true, force: true });
});

it('builds all images to the digests written down, after a point release that no index survived', async () => {
  await layPool(mirror, /./);
  await laySource(mirror, 'busybox');
  const states = await readImageStates(REPOSITORY, await imageDirectories(REPOSITORY));
  await withMovedMirror(mirror, async ({ nx, workspace, requests }) => {
    const { output } = await nx('run-many', '--targets=publish', '--parallel=2');
    expect(output).not.toMatch(/not as locked/i);
    expect(requests.filter((path) => path.endsWith('.deb')).length).toBeGreaterThan(200);
    await expectGoldenDigests(workspace, Object.fromEntries(states.map(({ image, platforms }) => [image, platforms])));
  });
});
