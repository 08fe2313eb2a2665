import { join } from 'node:path';

import { writeStage } from '@basewright/contracts';
import {
  BasewrightError,
  log,
  type Platform,
  platformOf,
  stableJson,
  withTemporaryDirectory,
  writeAtomic,
} from '@basewright/core';
import { type EmulatorSource, type ImageRunner, imageRunner } from '@basewright/emulation';

import { checkBuilt } from './built-image';
import { type Check } from './check';
import { testOutput, type TestOutput } from './contract';
import { checkDerived } from './derived-image';
import { type TestOptions } from './options';

/** What the checks of an image are made with. */
export interface TestRun {
  /** Absolute path. */
  readonly workspace: string;
  readonly platform: Platform;
  /** What starts programs of the platform here. */
  readonly runner: ImageRunner;
  readonly emulator: EmulatorSource;
  /** Absolute path of an empty directory. */
  readonly scratch: string;
}

/** What the checks of an image came to. */
export interface Checked {
  readonly checks: readonly Check[];
  /** Runs BusyBox's own suite, where everything else passed. */
  readonly upstream: () => Promise<TestOutput['upstream']>;
  /** What was tested, by name. */
  readonly inputs: Readonly<Record<string, string>>;
}

/**
 * Unpacks an image and checks it. Of one that is built here: its tree, facts of its ELF files, commands run in a sandbox (in
 * an emulator of the platform's oldest processor where it is not this machine's), and BusyBox's own test suite. Of one that is
 * made on another: its accounts, what its loader finds, whether its command starts, the records of its packages.
 * Throws CHECK_FAILED with everything that did not pass. What could not be run is in the result with the reason, and
 * printed; with `strict` it throws MISSING_PREREQUISITE.
 */
export async function testImage(workspace: string, options: TestOptions): Promise<TestOutput> {
  const platform = platformOf(options.platform);
  return withTemporaryDirectory('test', async (scratch) => {
    const emulator: EmulatorSource = {
      lockFile: join(workspace, options.lockFile),
      strict: options.strict ?? false,
      debian: options.debian ?? {},
    };
    const runner = await imageRunner(platform, emulator);
    if (emulator.strict) refuseSkipping(platform.id, runner);
    const run = { workspace, platform, runner, emulator, scratch };
    const { checks, upstream, inputs } =
      'compile' in options ? await checkBuilt(options, run) : await checkDerived(options, run);
    refuseFailures(platform.id, checks);
    const body = outcomeOf(checks, await upstream());
    printSkipped(platform.id, body);
    return await writeStage(join(workspace, options.outputPath), testOutput, platform.id, async (directory) => {
      await writeAtomic(join(directory, 'report.json'), stableJson(body));
      return { body, inputs };
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

function outcomeOf(checks: readonly Check[], upstream: TestOutput['upstream']): TestOutput {
  return {
    passed: checks.filter(({ skipped }) => skipped === null).map(({ name }) => name),
    skipped: Object.fromEntries(checks.flatMap(({ name, skipped }) => (skipped === null ? [] : [[name, skipped]]))),
    upstream,
  };
}

function printSkipped(platform: string, { passed, skipped, upstream }: TestOutput): void {
  const reasons = Object.entries({
    ...skipped,
    ...('notRun' in upstream ? { "BusyBox's own test suite": upstream.notRun } : {}),
  });
  log.info(`${platform}: ${passed.length} checks passed, ${reasons.length} skipped`);
  for (const [name, reason] of reasons) log.info(`  skipped: ${name}: ${reason}`);
}
