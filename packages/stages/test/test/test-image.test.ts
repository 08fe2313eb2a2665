import { existsSync } from 'node:fs';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readStage, rootfsAssembleOutput } from '@basewright/contracts';
import { hostDebianArch, platformOf, PLATFORMS } from '@basewright/core';
import { imageRunner } from '@basewright/emulation';
import { unpackLayers } from '@basewright/oci';
import { inTemporaryDirectory } from '@basewright/testing';
import { startOf } from '@basewright/tree';

import { type BuiltTestOptions, testOutput, type TestOutput, testImage } from '../src';
import { startCheck } from '../src/start-check';
import { leaveImage } from './real-image';

const NATIVE = PLATFORMS.find(({ debianArch }) => debianArch === hostDebianArch())?.id ?? 'linux/amd64';
const FOREIGN = NATIVE === 'linux/arm64' ? 'linux/amd64' : 'linux/arm64';
/** Programs that start others: what an emulator cannot do that the kernel does not start. */
const STARTING = ['sh runs env', 'env finds sh'];

/** Tests of BusyBox's own suite that want more of an applet than the small image has, and do not ask whether it is there. */
const MISSING_FEATURES = [
  ...['date-works', 'ls -q', 'mv-files-to-dir', 'mv-files-to-dir-2', 'mv-refuses-mv-dir-to-subdir'],
  ...['sed -i finishes ranges correctly', 'sed /regex/,+N{...} -i works', 'sed /regex/,+0{...} -i works'],
  ...['sed /regex/,+0<cmd> -i works', 'touch-touches-files-after-non-existent-file', 'which-uses-default-path'],
];

let workspace = '';
let native: BuiltTestOptions;
let foreign: BuiltTestOptions;
beforeAll(async () => {
  workspace = await mkdtemp(join(await realpath(tmpdir()), 'basewright-test-'));
  native = await leaveImage(workspace, NATIVE);
  foreign = await leaveImage(workspace, FOREIGN);
});
afterAll(() => rm(workspace, { recursive: true, force: true }));

const report = async (options: BuiltTestOptions): Promise<unknown> =>
  JSON.parse(await readFile(join(workspace, options.outputPath, 'report.json'), 'utf8'));

it("names the tests of BusyBox's own suite that fail, and where to read more", async () => {
  const failing = testImage(workspace, { ...native, outputPath: 'failed' });
  await expect(failing).rejects.toMatchObject({ code: 'CHECK_FAILED' });
  const { message } = (await failing.catch((error: unknown) => error)) as Error;
  const [sentence = '', ...tests] = message.split('\n');
  expect(sentence).toMatch(/^cannot pass BusyBox's own test suite: \d+ tests failed \(whole log: \/\S+\.log\)$/);
  expect(tests.map((test) => test.trim())).toEqual(MISSING_FEATURES);
  const log = await readFile(/\/\S+\.log/.exec(sentence)?.[0] ?? '', 'utf8');
  expect(log).toContain('FAIL: sed -i finishes ranges correctly\n');
  expect(log).toContain('sed: -i: No such file or directory\n');
  expect(existsSync(join(workspace, 'failed'))).toBe(false);
});

it("passes an image for this machine, BusyBox's own suite included", async () => {
  const allowed = MISSING_FEATURES.map((test) => ({ test, reason: 'the small image lacks what it tests' }));
  await writeFile(join(workspace, 'allowed.json'), JSON.stringify(allowed));
  const body = await testImage(workspace, { ...native, strict: true, allowedFailures: 'allowed.json' });
  expect(body.skipped).toEqual({});
  expect(body.passed).toEqual(
    expect.arrayContaining([
      ...[...STARTING, 'busybox: is static', 'no account has a usable password', 'the time zone is UTC'],
      'the time zone is UTC, on the oldest processor',
    ]),
  );
  expect(body.upstream).toMatchObject({ allowedFailures: [...MISSING_FEATURES].sort() });
  expect('passed' in body.upstream && body.upstream.passed).toBeGreaterThan(200);
  expect((await readStage(join(workspace, native.outputPath), testOutput, NATIVE)).body).toEqual(body);
  expect(await report(native)).toEqual(body);
});

it('passes an image for another machine, in an emulator', async () => {
  const body = await testImage(workspace, { ...foreign, strict: true });
  expect(body.skipped).toEqual({});
  expect(body.passed).toEqual(expect.arrayContaining([...STARTING, 'the time zone is UTC']));
  expect(body.upstream).toEqual({ notRun: 'slow for a foreign platform: ask for it with --upstream=always' });
});

describe('where the kernel has no private table of interpreters', () => {
  /** What mount says on Linux before 6.7. */
  const SAYS = 'mount: /proc/sys/fs/binfmt_misc: permission denied.';
  const refused = <T>(test: () => Promise<T>): Promise<T> =>
    inTemporaryDirectory(async (directory) => {
      await writeFile(join(directory, 'unshare'), `#!/bin/sh\necho '${SAYS}' >&2\nexit 32\n`, { mode: 0o755 });
      const path = process.env['PATH'] ?? '';
      process.env['PATH'] = `${directory}:${path}`;
      try {
        return await test();
      } finally {
        process.env['PATH'] = path;
      }
    });

  it('skips what cannot be run, with the reason, and runs the rest', async () => {
    const body: TestOutput = await refused(() => testImage(workspace, { ...foreign, upstream: 'always' }));
    expect(Object.keys(body.skipped)).toEqual(STARTING);
    for (const reason of Object.values(body.skipped)) {
      expect(reason).toContain('Linux 6.7 or later has');
      expect(reason).toContain(SAYS);
    }
    expect(body.passed.filter((name) => STARTING.includes(name))).toEqual([]);
    expect(body.passed).toEqual(expect.arrayContaining(['the time zone is UTC', 'getconf counts processors']));
    expect(body.upstream).toEqual({ notRun: 'this machine cannot run programs for the platform that start others' });
    expect(await report(foreign)).toEqual(body);
  });

  it('is refused by strict, before anything is run', async () => {
    const options = { ...foreign, strict: true, outputPath: 'strict' };
    await expect(refused(() => testImage(workspace, options))).rejects.toMatchObject({
      code: 'MISSING_PREREQUISITE',
      message: expect.stringMatching(`^cannot test the image for ${FOREIGN} here: .*Linux 6\\.7`) as string,
    });
    expect(existsSync(join(workspace, 'strict'))).toBe(false);
  });
});

it('names every check that does not hold, and leaves nothing', async () => {
  const failing = testImage(workspace, { ...native, libc: 'glibc', outputPath: 'failed' });
  await expect(failing).rejects.toMatchObject({ code: 'CHECK_FAILED' });
  const { message } = (await failing.catch((error: unknown) => error)) as Error;
  expect(message.split('\n')).toEqual(
    expect.arrayContaining([
      expect.stringMatching(`^cannot pass the image for ${NATIVE}: 3 of \\d+ checks failed$`),
      expect.stringMatching(/^ {2}busybox: asks for the loader of the platform: got null, want \S+$/),
      expect.stringMatching(/^ {2}getconf: asks for the loader of the platform: got null, want \S+$/),
      expect.stringMatching(
        /^ {2}the loader finds what every program needs: the tree holds no program that a loader starts$/,
      ),
    ]),
  );
  expect(existsSync(join(workspace, 'failed'))).toBe(false);
});

describe('the command of an image', () => {
  const started = async (options: BuiltTestOptions, ...entrypoint: string[]): Promise<string | null> => {
    const tree = join(workspace, `tree-${options.platform.replaceAll('/', '-')}`);
    if (!existsSync(tree)) {
      const rootfs = await readStage(join(workspace, options.rootfsAssemble), rootfsAssembleOutput, options.platform);
      await unpackLayers([{ file: await rootfs.file(rootfs.body.tar) }], 'the image', tree);
    }
    const emulator = { lockFile: join(workspace, options.lockFile), strict: true, debian: options.debian ?? {} };
    const runner = await imageRunner(platformOf(options.platform), emulator);
    const { problem } = await startCheck(tree, startOf(null, { entrypoint }), runner);
    return problem;
  };

  it.each([
    ['runs until it is stopped', ['sh', '-c', 'while :; do :; done']],
    ['ends by itself, as one that wants arguments does', ['/bin/sh', '-c', 'exit 2']],
  ])('has started when it %s', async (_what, command) => {
    expect(await started(native, ...command)).toBeNull();
  });

  it.each<[string, string[], RegExp]>([
    ['is not there', ['/srv/serve'], /^bwrap: execvp \/srv\/serve: No such file/],
    ['cannot be executed', ['/etc/passwd'], /^bwrap: execvp \/etc\/passwd: Permission denied/],
    ['is ended by its own fault', ['sh', '-c', 'kill -SEGV $$'], /ended with exit code 139/],
  ])('has not when it %s', async (_what, command, problem) => {
    expect(await started(native, ...command)).toMatch(problem);
  });

  it('is started in an emulator, too', async () => {
    expect(await started(foreign, 'sh', '-c', 'exit 0')).toBeNull();
    expect(await started(foreign, '/srv/serve')).toMatch(/execvp/);
  });
});
