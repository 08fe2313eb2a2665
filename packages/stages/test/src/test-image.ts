import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { compileOutput, configureOutput, readStage, rootfsAssembleOutput, writeStage } from '@basewright/contracts';
import { BasewrightError, platformOf, log, stableJson, withTemporaryDirectory, writeAtomic } from '@basewright/core';
import { readProtections } from '@basewright/elf';
import { type EmulatorSource, type ImageRunner, imageRunner, oldestProcessor } from '@basewright/emulation';
import { libcOf } from '@basewright/libcs';
import { unpackLayers } from '@basewright/oci';

import { answeredNames } from './answered-names';
import { type Check } from './check';
import { imageTestOutput, type ImageTestOutput } from './contract';
import { elfChecks } from './elf-checks';
import { hardeningChecks, isBusyboxFunction } from './hardening-checks';
import { loaderChecks } from './loader-checks';
import { type TestOptions } from './options';
import { oldProcessorChecks, smokeChecks } from './smoke-checks';
import { treeChecks } from './tree-checks';
import { upstreamChecks } from './upstream-checks';

/**
 * Unpacks an image and checks it: its tree, facts of its ELF files, commands run in a sandbox (in an emulator of the
 * platform's oldest processor where it is not this machine's), and BusyBox's own test suite. Throws CHECK_FAILED with
 * everything that did not hold. What could not be run is in the result with the reason, and printed; with `strict` it
 * throws MISSING_PREREQUISITE.
 */
export async function testImage(workspace: string, options: TestOptions): Promise<ImageTestOutput> {
  const { libc } = options;
  const platform = platformOf(options.platform);
  return withTemporaryDirectory('test', async (scratch) => {
    const compiled = await readStage(join(workspace, options.compile), compileOutput, platform.id);
    const configured = await readStage(join(workspace, options.configure), configureOutput, platform.id);
    const rootfs = await readStage(join(workspace, options.rootfsAssemble), rootfsAssembleOutput, platform.id);
    const tree = join(scratch, 'tree');
    await unpackLayers([{ file: await rootfs.file(rootfs.body.tar) }], `the image for ${platform.id}`, tree);
    const source: EmulatorSource = {
      lockFile: join(workspace, options.lockFile),
      strict: options.strict ?? false,
      debian: options.debian ?? {},
    };
    const runner = await imageRunner(platform, source);
    if (source.strict) refuseSkipping(platform.id, runner);
    // Foreign programs run on an emulator of the oldest processor anyway.
    const oldest = runner.how === 'native' ? await oldestProcessor(platform, source) : null;
    const { busybox, getconf } = compiled.body;
    const config = await readFile(await configured.file(configured.body.config), 'utf8');
    const bytes = async (file: typeof busybox.file): Promise<Buffer> => readFile(await compiled.file(file));
    const protections = readProtections(
      await bytes(busybox.file),
      await bytes(compiled.body.unstripped),
      isBusyboxFunction,
    );
    const built = { compiled: compiled.body, names: answeredNames(compiled.body, config) };
    const checks = [
      ...elfChecks('busybox', busybox.elf, platform, libc),
      ...hardeningChecks(protections, compiled.body, platform),
      ...elfChecks('getconf', getconf.elf, platform, libc),
      ...(await treeChecks(tree, compiled.body)),
      ...(await smokeChecks(tree, built, runner)),
      ...(libcOf(libc).linkage === 'dynamic' ? await loaderChecks(tree, platform, runner) : []),
      ...(oldest === null ? [] : await oldProcessorChecks(tree, built, oldest)),
    ];
    refuseFailures(platform.id, checks);
    const suite = {
      workspace,
      options,
      compiled,
      names: built.names,
      tree,
      scratch: join(scratch, 'suite'),
      runner,
    };
    const body = reportOf(checks, await upstreamChecks(suite));
    printSkipped(platform.id, body);
    return await writeStage(join(workspace, options.outputPath), imageTestOutput, platform.id, async (directory) => {
      await writeAtomic(join(directory, 'report.json'), stableJson(body));
      return { body, inputs: { layer: rootfs.body.tar.sha256, busybox: busybox.file.sha256 } };
    });
  });
}

function refuseSkipping(platform: string, runner: ImageRunner): void {
  if (!('reason' in runner)) return;
  throw new BasewrightError('MISSING_PREREQUISITE', `cannot test the image for ${platform} here: ${runner.reason}`, {
    hint: 'test it on such a machine, or without the option strict: then what cannot be run is skipped and named',
  });
}

function refuseFailures(platform: string, checks: readonly Check[]): void {
  const problems = checks.flatMap(({ name, problem }) => (problem === null ? [] : [`  ${name}: ${problem}`]));
  if (problems.length === 0) return;
  throw new BasewrightError(
    'CHECK_FAILED',
    `cannot pass the image for ${platform}: ${problems.length} of ${checks.length} checks failed\n${problems.join('\n')}`,
  );
}

function reportOf(checks: readonly Check[], upstream: ImageTestOutput['upstream']): ImageTestOutput {
  return {
    passed: checks.filter(({ skipped }) => skipped === null).map(({ name }) => name),
    skipped: Object.fromEntries(checks.flatMap(({ name, skipped }) => (skipped === null ? [] : [[name, skipped]]))),
    upstream,
  };
}

function printSkipped(platform: string, { passed, skipped, upstream }: ImageTestOutput): void {
  const reasons = Object.entries({
    ...skipped,
    ...('notRun' in upstream ? { "BusyBox's own test suite": upstream.notRun } : {}),
  });
  log.info(`${platform}: ${passed.length} checks passed, ${reasons.length} skipped`);
  for (const [name, reason] of reasons) log.info(`  skipped: ${name}: ${reason}`);
}
