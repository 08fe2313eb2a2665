import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { inTemporaryDirectory } from '@basewright/testing';

import { type PublishOptions } from '../src/options';
import { publish } from '../src/publish';
import { fakeRootfs, NATIVE } from './fake-stages';

const BAD = { cmd: ['/bin/sh'], entrypoint: ['/srv/serve'], user: 'rot' };
const ACCEPTED = [
  { finding: 'unknown-user' as const, reason: 'the accounts are mounted' },
  { finding: 'missing-program' as const, path: '/srv', reason: 'comes with a volume' },
];

it('refuses an image that does not start, with all that was found, and leaves what was there', async () => {
  await inTemporaryDirectory(async (workspace) => {
    const rootfs = [{ platform: NATIVE.id, directory: await fakeRootfs(workspace, NATIVE) }];
    const options: PublishOptions = { outputPath: 'dist/publish', name: 'tiny', rootfs, config: { cmd: ['/bin/sh'] } };
    await publish(options, workspace);
    const stage = (): Promise<string> => readFile(join(workspace, 'dist/publish/stage.json'), 'utf8');
    const before = await stage();
    await expect(publish({ ...options, config: BAD }, workspace)).rejects.toMatchObject({
      code: 'CHECK_FAILED',
      message: [
        'cannot publish tiny: 2 findings with which it does not start',
        '  image.user: there is no user "rot" in the image (did you mean "root"?) [unknown-user]',
        '  image.entrypoint[0]: "/srv/serve" is not in the image [missing-program]',
      ].join('\n'),
      hint: expect.stringContaining('"accept": [{ "finding": "unknown-user",') as string,
    });
    expect(await stage()).toBe(before);
    await publish({ ...options, config: BAD, accept: ACCEPTED }, workspace);
    expect(await stage()).not.toBe(before);
  });
});

it('says what may not start, and what is accepted although there is no such thing', async () => {
  await inTemporaryDirectory(async (workspace) => {
    const nodes = {
      '/srv/tool': {
        type: 'file' as const,
        mode: 0o755,
        origin: 'rootfs.files[0] (images/tiny/tool)',
        program: { kind: 'script' as const, interpreter: '/usr/bin/perl', runs: null, carriageReturn: false },
      },
    };
    const rootfs = [{ platform: NATIVE.id, directory: await fakeRootfs(workspace, NATIVE, { nodes }) }];
    const options = { outputPath: 'dist/publish', name: 'tiny', rootfs, config: { cmd: ['/bin/sh'] } };
    const said: string[] = [];
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    await publish({ ...options, accept: ACCEPTED.slice(0, 1) }, workspace).finally(() => {
      write.mockRestore();
    });
    const text = said.join('');
    expect(text).toContain(
      `note: accept[0]: there is no unknown-user to accept on ${NATIVE.id}: where no other platform has one, take it out of image.json`,
    );
    expect(text).toContain(
      'tiny: what may not start\n  warning: rootfs.files[0] (images/tiny/tool): /srv/tool is a script for /usr/bin/perl, which is not in the image [missing-interpreter]\n  to accept it',
    );
  });
});
