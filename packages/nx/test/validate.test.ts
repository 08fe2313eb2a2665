import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { exec } from '@basewright/core';
import { inTemporaryDirectory, withRegistry } from '@basewright/testing';

import { tinyLayout } from '../../lib/oci/test/tiny-image';
import { validateGenerator } from '../src/generators/validate/generator';

const validate = (workspace: string, image: string): Promise<void> => validateGenerator({ root: workspace }, { image });

it('takes a layout, and an image in a registry', async () => {
  await inTemporaryDirectory(async (workspace) => {
    await tinyLayout(workspace);
    await validate(workspace, 'layout');
    await withRegistry(join(workspace, 'registry'), {}, async (host) => {
      const to = [`oci:${workspace}/layout`, `docker://${host}/team/tiny:1.0`];
      await exec('skopeo', ['copy', '--all', '--dest-tls-verify=false', ...to]);
      await validate(workspace, `${host}/team/tiny:1.0`);
      await expect(validate(workspace, `${host}/team/tiny:2.0`)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });
  });
});

it('names everything that is wrong', async () => {
  await inTemporaryDirectory(async (workspace) => {
    const digest = await tinyLayout(workspace);
    const index = join(workspace, 'layout/blobs/sha256', digest.replace('sha256:', ''));
    await writeFile(index, (await readFile(index, 'utf8')).replace('"arm64"', '"mips5"'));
    await expect(validate(workspace, 'layout')).rejects.toMatchObject({
      code: 'CHECK_FAILED',
      message: expect.stringMatching(
        /^cannot call layout valid: .*\n {2}index\.json\/manifests\[0\]: digest: want /,
      ) as string,
    });
  });
});

it.each(['.', './none', 'file', 'oci://x', 'a b'])('says that %j is neither layout nor image', async (image) => {
  await inTemporaryDirectory(async (workspace) => {
    await writeFile(join(workspace, 'file'), '');
    await expect(validate(workspace, image)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
