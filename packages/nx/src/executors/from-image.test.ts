import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { publishOptions } from '@basewright/publish';

import { fromImage } from './from-image';

const IMAGE = {
  from: 'busybox-glibc',
  platforms: ['linux/amd64'],
  image: { entrypoint: ['/srv/serve'], cmd: ['-v'], env: { TZ: 'UTC' }, labels: { vendor: 'x' } },
};

/** The options that the publish target of an image gets, with some on its command line. */
async function optionsWith(given: object): Promise<Record<string, unknown>> {
  const root = await mkdtemp(join(tmpdir(), 'basewright-image-'));
  try {
    await mkdir(join(root, 'images/app'), { recursive: true });
    await writeFile(join(root, 'images/app/image.json'), JSON.stringify(IMAGE));
    const seen: object[] = [];
    const executor = fromImage('publish', publishOptions, (options) => Promise.resolve(void seen.push(options)));
    const context = { root, projectName: 'app', targetName: 'layout--amd64' };
    expect(await executor({ image: 'images/app/image.json', ...given }, context)).toEqual({ success: true });
    return seen[0] as Record<string, unknown>;
  } finally {
    await rm(root, { recursive: true });
  }
}

describe('options on the command line', () => {
  it('are one field of an object, and leave the others as image.json has them', async () => {
    const { config } = await optionsWith({ config: { labels: { rev: 'X' }, env: { TZ: 'CET' } } });
    expect(config).toMatchObject({
      entrypoint: ['/srv/serve'],
      cmd: ['-v'],
      env: { TZ: 'CET' },
      labels: { vendor: 'x', rev: 'X' },
    });
  });

  it('replace lists and texts', async () => {
    const { config, name } = await optionsWith({ config: { cmd: ['-q'] }, name: 'other' });
    expect(config).toMatchObject({ entrypoint: ['/srv/serve'], cmd: ['-q'] });
    expect(name).toBe('other');
  });
});
