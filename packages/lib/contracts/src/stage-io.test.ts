import { chmod, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { exec, sha256 } from '@basewright/core';
import { inTemporaryDirectory } from '@basewright/testing';
import { z } from 'zod';

import { artefact, defineContract } from './contract';
import { readStage, recordArtefact, writeStage } from './stage-io';

const contract = defineContract({ stage: 'sample', schema: 2, body: z.strictObject({ file: artefact }) });

/** Calls a test with the directory of a stage `sample` for linux/amd64 that holds one file. */
async function inStage(test: (directory: string) => Promise<void>): Promise<void> {
  await inTemporaryDirectory(async (parent) => {
    const before = process.env['BASEWRIGHT_STORE'];
    process.env['BASEWRIGHT_STORE'] = join(parent, 'store');
    try {
      const directory = join(parent, 'out');
      await leave(directory, 'content');
      await test(directory);
    } finally {
      if (before === undefined) delete process.env['BASEWRIGHT_STORE'];
      else process.env['BASEWRIGHT_STORE'] = before;
    }
  });
}

async function leave(directory: string, text: string): Promise<void> {
  await writeStage(directory, contract, 'linux/amd64', async (temporary) => {
    await writeFile(join(temporary, 'a'), text, { mode: 0o600 });
    return { body: { file: await recordArtefact(temporary, 'a') }, inputs: { z: '1', a: '2' } };
  });
}

it('writes what the next stage reads, in stable order, and what this one used beside it', () =>
  inStage(async (directory) => {
    expect(await readdir(directory)).toEqual(['a', 'inputs.json', 'stage.json']);
    expect(JSON.parse(await readFile(join(directory, 'stage.json'), 'utf8'))).toEqual({
      stage: 'sample',
      schema: 2,
      platform: 'linux/amd64',
      body: { file: { path: 'a', size: 7, sha256: sha256('content'), mode: 0o600 } },
    });
    expect(await readFile(join(directory, 'inputs.json'), 'utf8')).toBe('{\n  "a": "2",\n  "z": "1"\n}\n');
  }));

it('gives the next stage the body, and the path of a file whose bytes it has checked', () =>
  inStage(async (directory) => {
    const stage = await readStage(directory, contract, 'linux/amd64');
    expect(await stage.file(stage.body.file)).toBe(join(directory, 'a'));
    await writeFile(join(directory, 'a'), 'changed');
    await expect(stage.file(stage.body.file)).rejects.toMatchObject({
      code: 'CHECKSUM_MISMATCH',
      message: `cannot use ${join(directory, 'a')}: its sha256 is ${sha256('changed')}, expected ${sha256('content')}`,
      hint: expect.stringContaining('run the target again') as string,
    });
  }));

it.each([
  ['another stage', { ...contract, stage: 'other' }, 'linux/amd64', 'its stage is sample, expected other'],
  ['another schema', { ...contract, schema: 3 }, 'linux/amd64', 'its schema is 2, expected 3'],
  ['another platform', contract, 'linux/arm64', 'its platform is linux/amd64, expected linux/arm64'],
  ['no platform', contract, null, 'its platform is linux/amd64, expected null'],
  ['another body', { ...contract, body: z.strictObject({ name: z.string() }) }, 'linux/amd64', 'Unrecognized key'],
])('is not read as that of %s', (_, other, platform, reason) =>
  inStage(async (directory) => {
    await expect(readStage<unknown>(directory, other, platform)).rejects.toMatchObject({
      code: 'CONTRACT_MISMATCH',
      message: expect.stringContaining(reason) as string,
    });
  }),
);

it.each([
  ['cut off', '{"stage": "sam'],
  ['empty', ''],
])('takes a stage.json that is %s, as after a power cut, for none, and says how to make it again', (_, text) =>
  inStage(async (directory) => {
    await writeFile(join(directory, 'stage.json'), text);
    await expect(readStage(directory, contract, 'linux/amd64')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/^cannot read .*stage\.json: /) as string,
      hint: `rm -rf ${directory}, then run the sample target again with --skip-nx-cache`,
    });
  }),
);

it('says so when stage.json is other JSON', () =>
  inStage(async (directory) => {
    await writeFile(join(directory, 'stage.json'), '[]');
    await expect(readStage(directory, contract, 'linux/amd64')).rejects.toMatchObject({
      code: 'CONTRACT_MISMATCH',
      hint: expect.stringContaining('run the sample target again') as string,
    });
  }));

it('is read while another process replaces it', () =>
  inStage(async (directory) => {
    await rename(directory, `${directory}-aside`);
    let reading: Promise<unknown> = Promise.resolve();
    // The other process has the lock, and has taken the old directory away.
    await writeStage(directory, contract, 'linux/amd64', async (temporary) => {
      reading = readStage(directory, contract, 'linux/amd64');
      await setTimeout(200);
      await writeFile(join(temporary, 'a'), 'content');
      return { body: { file: await recordArtefact(temporary, 'a') }, inputs: {} };
    });
    await expect(reading).resolves.toMatchObject({ directory });
  }));

it('says which target to run when there is nothing', () =>
  inStage(async (directory) => {
    await expect(readStage(`${directory}-2`, contract, null)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      hint: 'run the sample target first',
    });
  }));

it('writes one after the other when two want to, and keeps what is there when one fails', () =>
  inStage(async (directory) => {
    await Promise.all([leave(directory, 'one'), leave(directory, 'two')]);
    const left = await readFile(join(directory, 'a'), 'utf8');
    expect(['one', 'two']).toContain(left);
    const failing = writeStage(directory, contract, null, () => Promise.reject(new Error('stopped')));
    await expect(failing).rejects.toThrow('stopped');
    const stage = await readStage(directory, contract, 'linux/amd64');
    expect(await readFile(await stage.file(stage.body.file), 'utf8')).toBe(left);
    expect(await readdir(join(directory, '..'))).toEqual(['out', 'store']);
  }));

it('records the bits of a mode, a set-uid one among them', () =>
  inStage(async (directory) => {
    await chmod(join(directory, 'a'), 0o4755);
    expect((await recordArtefact(directory, './a')).mode).toBe(0o4755);
    expect((await recordArtefact(directory, './a')).path).toBe('a');
  }));

describe('a stage.json of somebody else', () => {
  const secret = { size: 6, sha256: sha256('secret'), mode: 0o644 };
  const poisoned = (path: string): string =>
    JSON.stringify({ stage: 'sample', schema: 2, platform: 'linux/amd64', body: { file: { ...secret, path } } });

  it.each(['../secret', '/etc/passwd', 'a/../../secret', './a', '', 'a\0b'])('names no file %j', (path) =>
    inStage(async (directory) => {
      await writeFile(join(directory, '../secret'), 'secret');
      await writeFile(join(directory, 'stage.json'), poisoned(path));
      await expect(readStage(directory, contract, 'linux/amd64')).rejects.toMatchObject({ code: 'CONTRACT_MISMATCH' });
    }),
  );

  it.each<[string, string, (directory: string) => Promise<unknown>]>([
    ['a link', 'l', (directory) => symlink('../secret', join(directory, 'l'))],
    ['what is behind a link', 'd/secret', (directory) => symlink('..', join(directory, 'd'))],
    ['a pipe', 'p', (directory) => exec('mkfifo', [join(directory, 'p')])],
  ])('gives no file for %s, whatever its digest', (_what, path, make) =>
    inStage(async (directory) => {
      await writeFile(join(directory, '../secret'), 'secret');
      await make(directory);
      await writeFile(join(directory, 'stage.json'), poisoned(path));
      const stage = await readStage(directory, contract, 'linux/amd64');
      await expect(stage.file(stage.body.file)).rejects.toMatchObject({ code: 'CHECKSUM_MISMATCH' });
    }),
  );

  it('is no link, and not nested without end', () =>
    inStage(async (directory) => {
      const nested = '['.repeat(100_000) + ']'.repeat(100_000);
      await writeFile(join(directory, 'stage.json'), nested);
      await expect(readStage(directory, contract, 'linux/amd64')).rejects.toThrow('nested more than 100 levels deep');
      await rm(join(directory, 'stage.json'));
      await writeFile(join(directory, '../other.json'), '{}');
      await symlink('../other.json', join(directory, 'stage.json'));
      await expect(readStage(directory, contract, 'linux/amd64')).rejects.toThrow('stage.json: it is a link');
    }));
});
