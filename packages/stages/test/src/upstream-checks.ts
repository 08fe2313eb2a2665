import { join } from 'node:path';

import {
  type CompileOutput,
  configureOutput,
  fetchAndVerifyOutput,
  patchesFor,
  type ReadStage,
  readStage,
  tarballOf,
  toolchainOutput,
} from '@basewright/contracts';
import { BasewrightError, log, openStore } from '@basewright/core';
import { type ImageRunner } from '@basewright/emulation';
import { materialiseRoot, sourceTree } from '@basewright/sandbox';

import { allowedFailures, readAllowedFailures } from './allowed-failures';
import { type TestOutput } from './contract';
import { type BuiltTestOptions } from './options';
import { readResults, type UpstreamResults } from './upstream-results';
import { runUpstreamSuite } from './upstream-suite';

/** What to run BusyBox's own suite on. */
export interface UpstreamSubject {
  readonly workspace: string;
  readonly options: BuiltTestOptions;
  readonly compiled: ReadStage<CompileOutput>;
  /** Those that BusyBox answers to. */
  readonly names: ReadonlySet<string>;
  /** The unpacked image. */
  readonly tree: string;
  /** An empty directory. */
  readonly scratch: string;
  readonly runner: ImageRunner;
}

/**
 * Runs BusyBox's own test suite with the image's own shell: for this machine's platform, and for others on demand.
 * Throws CHECK_FAILED with the tests that failed and may not.
 */
export async function upstreamChecks(subject: UpstreamSubject): Promise<TestOutput['upstream']> {
  const { options, runner, compiled, names } = subject;
  const notRun = whyNot(options, runner, names);
  if (notRun !== null) return { notRun };
  const more = options.allowedFailures;
  const own = more === undefined ? [] : await readAllowedFailures(join(subject.workspace, more));
  log.doing(`running BusyBox's own test suite in the image for ${options.platform} (${options.libc}), a minute or two`);
  const digest = compiled.body.busybox.file.sha256.slice(0, 16);
  const logFile = join(openStore().logs, `upstream-${options.libc}-${digest}.log`);
  const results = readResults(await run(subject, logFile), options.libc, [...allowedFailures, ...own]);
  refuseUnexpected(results, logFile);
  const { passed, skipped, untested } = results;
  log.info(
    `upstream suite: ${passed} passed, ${results.allowed.length} known failures, ${skipped} skipped, ${untested} untested`,
  );
  return { passed, skipped, untested, allowedFailures: [...results.allowed].sort() };
}

/** What testsuite/runtest and testing.sh call by name, and most tests. */
const SUITE_NEEDS = [
  ...[
    'busybox',
    'cat',
    'cmp',
    'diff',
    'echo',
    'find',
    'grep',
    'ln',
    'mkdir',
    'printf',
    'rm',
    'sed',
    'sh',
    'test',
    'tr',
  ],
  'xargs',
];

function whyNot(
  { upstream = 'native' }: BuiltTestOptions,
  { how }: ImageRunner,
  names: ReadonlySet<string>,
): string | null {
  if (upstream === 'never') return 'not asked for: the option upstream is "never"';
  if (how === 'native' || (how === 'emulated' && upstream === 'always')) {
    const absent = SUITE_NEEDS.filter((name) => !names.has(name));
    return absent.length === 0 ? null : `the image was not asked to have ${absent.join(', ')}`;
  }
  return how === 'emulated'
    ? 'slow for a foreign platform: ask for it with --upstream=always'
    : 'this machine cannot run programs for the platform that start others';
}

async function run(subject: UpstreamSubject, logFile: string): Promise<string> {
  const { workspace, options, compiled, tree, scratch, runner } = subject;
  const store = openStore();
  const stage = (directory: string): string => join(workspace, directory);
  const fetched = await readStage(stage(options.fetchAndVerify), fetchAndVerifyOutput, null);
  const toolchain = await readStage(stage(options.toolchain), toolchainOutput, options.platform);
  const configured = await readStage(stage(options.configure), configureOutput, options.platform);
  const tarball = tarballOf(fetched.body, 'busybox');
  const patches = patchesFor(fetched.body, 'busybox', options);
  const sources = await sourceTree(store, {
    root: await materialiseRoot(store, options.debian ?? {}, toolchain.body.pack),
    name: tarball.name,
    version: tarball.version,
    sha256: tarball.file.sha256,
    tarball: await fetched.file(tarball.file),
    patches: await Promise.all(
      patches.map(async ({ file }) => ({ path: await fetched.file(file), sha256: file.sha256 })),
    ),
  });
  return runUpstreamSuite({
    tree,
    scratch,
    log: logFile,
    sources: sources.path,
    busybox: await compiled.file(compiled.body.busybox.file),
    config: await configured.file(configured.body.config),
    ...(runner.how === 'emulated' ? { emulator: runner.start(['/bin/sh']).emulator } : {}),
  });
}

function refuseUnexpected({ passed, unexpected }: UpstreamResults, logFile: string): void {
  const cannot = "cannot pass BusyBox's own test suite";
  if (unexpected.length > 0) {
    const tests = unexpected.map((test) => `  ${test}`).join('\n');
    throw new BasewrightError(
      'CHECK_FAILED',
      `${cannot}: ${unexpected.length} tests failed (whole log: ${logFile})\n${tests}`,
      { hint: 'mend what they test, or allow a failure with its reason in the option allowedFailures' },
    );
  }
  // A suite that did not start prints nothing that fails either.
  if (passed === 0) throw new BasewrightError('CHECK_FAILED', `${cannot}: it ran no test (whole log: ${logFile})`);
}
