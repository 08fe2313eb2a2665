import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  BasewrightError,
  compileOutput,
  configureOutput,
  fetchOutput,
  type Libc,
  openStore,
  patchesFor,
  platformOf,
  progress,
  readStage,
  rootfsOutput,
  stableJson,
  tarballOf,
  toolchainOutput,
  writeAtomic,
  writeStage,
} from '@basewright/core';

import { type DebianSettings, materialiseRoot, sourceTree } from '@basewright/hermetic';
import { extract } from 'tar';

import { accountChecks } from './account-checks';
import { allowedFailures } from './allowed-failures';
import { type Check } from './check';
import { imageTestOutput, type ImageTestOutput } from './contract';
import { elfChecks } from './elf-checks';
import { smokeChecks } from './smoke-checks';
import { type AllowedFailure, readResults, type UpstreamResults } from './upstream-results';
import { runUpstreamSuite } from './upstream-suite';

/** The options of the executor `image-test`; paths are relative to the workspace. */
export interface ImageTestOptions {
  readonly outputPath: string;
  readonly platform: string;
  readonly libc: Libc;
  readonly sources: string;
  readonly toolchain: string;
  readonly configuration: string;
  readonly binaries: string;
  readonly rootfs: string;
  /** File with more failures of BusyBox's own suite to allow, each with its reason. */
  readonly allowedFailures?: string;
  /** Run BusyBox's own test suite too. Default: true. */
  readonly upstream?: boolean;
  readonly debian?: DebianSettings;
}

/**
 * Unpacks an image and checks it: facts of its ELF files, commands run in a sandbox, and BusyBox's own test suite with
 * the image's own shell. Throws CHECK_FAILED with everything that did not hold.
 */
export async function testImage(workspace: string, options: ImageTestOptions): Promise<ImageTestOutput> {
  const platform = platformOf(options.platform);
  const scratch = await mkdtemp(join(tmpdir(), 'basewright-test-'));
  try {
    const compiled = await readStage(join(workspace, options.binaries), compileOutput, options.platform);
    const rootfs = await readStage(join(workspace, options.rootfs), rootfsOutput, options.platform);
    const tree = join(scratch, 'tree');
    await unpackLayer(await rootfs.file(rootfs.body.tar), tree);
    const { busybox, getconf } = compiled.body;
    const checks = [
      ...elfChecks('busybox', busybox.elf, platform, options.libc),
      ...elfChecks('getconf', getconf.elf, platform, options.libc),
      ...(await accountChecks(tree)),
      ...(await smokeChecks(tree, compiled.body)),
    ];
    refuseFailures(options.platform, checks);
    const upstream =
      options.upstream === false ? null : await testUpstream(workspace, options, join(scratch, 'suite'), tree);
    return await writeStage(
      join(workspace, options.outputPath),
      imageTestOutput,
      options.platform,
      async (directory) => {
        const body = {
          checks: checks.map(({ name }) => name),
          upstream: upstream === null ? null : summary(upstream.results),
        };
        await writeAtomic(join(directory, 'report.json'), stableJson(body));
        return { body, inputs: { layer: rootfs.body.tar.sha256, busybox: busybox.file.sha256 } };
      },
    );
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function unpackLayer(tar: string, directory: string): Promise<void> {
  await mkdir(directory);
  await extract({ file: tar, cwd: directory, preserveOwner: false });
}

function refuseFailures(platform: string, checks: readonly Check[]): void {
  const failed = checks.filter(({ problem }) => problem !== null);
  if (failed.length === 0) return;
  const lines = failed.map(({ name, problem }) => `  ${name}: ${problem ?? ''}`).join('\n');
  throw new BasewrightError(
    'CHECK_FAILED',
    `cannot pass the image for ${platform}: ${failed.length} of ${checks.length} checks failed\n${lines}`,
  );
}

async function testUpstream(
  workspace: string,
  options: ImageTestOptions,
  scratch: string,
  tree: string,
): Promise<{ results: UpstreamResults }> {
  const store = openStore();
  const fetched = await readStage(join(workspace, options.sources), fetchOutput, null);
  const toolchain = await readStage(join(workspace, options.toolchain), toolchainOutput, options.platform);
  const configured = await readStage(join(workspace, options.configuration), configureOutput, options.platform);
  const compiled = await readStage(join(workspace, options.binaries), compileOutput, options.platform);
  const tarball = tarballOf(fetched.body, 'busybox');
  const patches = patchesFor(fetched.body, 'busybox', options);
  const sources = await sourceTree(store, {
    root: await materialiseRoot(store, options.debian ?? {}, toolchain.body.pack),
    name: tarball.name,
    version: tarball.version,
    tarball: await fetched.file(tarball.file),
    sha256: tarball.file.sha256,
    patches: await Promise.all(
      patches.map(async ({ file }) => ({ path: await fetched.file(file), sha256: file.sha256 })),
    ),
  });
  progress(`running BusyBox's own test suite in the image for ${options.platform} (${options.libc}), a minute or two`);
  const output = await runUpstreamSuite({
    tree,
    sources: sources.path,
    busybox: await compiled.file(compiled.body.busybox.file),
    config: await configured.file(configured.body.config),
    scratch,
  });
  const more = options.allowedFailures === undefined ? [] : await readAllowed(join(workspace, options.allowedFailures));
  const results = readResults(output, options.libc, [...allowedFailures, ...more]);
  await refuseUnexpected(
    results,
    output,
    join(store.logs, `upstream-${options.libc}-${compiled.body.busybox.file.sha256.slice(0, 16)}.log`),
  );
  progress(
    `upstream suite: ${results.passed} passed, ${results.allowed.length} known failures, ${results.skipped} skipped, ${results.untested} untested`,
  );
  return { results };
}

async function readAllowed(path: string): Promise<AllowedFailure[]> {
  return JSON.parse(await readFile(path, 'utf8')) as AllowedFailure[];
}

async function refuseUnexpected(results: UpstreamResults, output: string, log: string): Promise<void> {
  await writeAtomic(log, output);
  if (results.unexpected.length > 0) {
    throw new BasewrightError(
      'CHECK_FAILED',
      `cannot pass BusyBox's own test suite: ${results.unexpected.length} tests failed (whole log: ${log})\n${results.unexpected.map((test) => `  ${test}`).join('\n')}`,
      { hint: 'mend what they test, or allow a failure with its reason in the option allowedFailures' },
    );
  }
  // A suite that did not start prints nothing that fails either.
  if (results.passed === 0)
    throw new BasewrightError(
      'CHECK_FAILED',
      `cannot pass BusyBox's own test suite: it ran no test (whole log: ${log})`,
    );
}

function summary({ passed, skipped, untested, allowed }: UpstreamResults): ImageTestOutput['upstream'] {
  return { passed, skipped, untested, allowedFailures: [...allowed].sort() };
}
