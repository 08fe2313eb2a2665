import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { openStore } from '@basewright/core';
import { storeWithOwn } from '@basewright/testing';

import { CALLS, compileInjector, type Fault, readLog } from '../../tools/faults/injector';
import { STAGES } from '../interrupted-stages';
import { tinyImage } from '../tiny-image';
import { Workspace } from '../workspace';

jest.setTimeout(60 * 60_000);

/** Seconds; a stage of the tiny image takes some. */
const LONGEST = 120;

const workspace = new Workspace();
// What is fetched and unpacked is as it was, so that no run waits for it; everything else of the store is the test's own.
const store = storeWithOwn(['objects', 'sources', 'libcs', 'temporary'], openStore());
const library = join(workspace.root, 'tmp/fault.so');
const log = join(workspace.root, 'tmp/fault.log');
afterAll(() => {
  workspace.remove();
  rmSync(store, { recursive: true, force: true });
});

beforeAll(() => {
  workspace.write('images/tiny/image.json', tinyImage());
  compileInjector(library);
  const { exitCode, output } = workspace.nx(['run-many', '-p', 'tiny', '-t', ...STAGES], env());
  if (exitCode !== 0) throw new Error(output);
});

function env(fault?: Fault) {
  const faults = {
    LD_PRELOAD: library,
    FAULT_PROGRAM: 'run-executor',
    FAULT_LOG: log,
    FAULT_BELOW: [join(workspace.root, 'dist'), store, dirname(openStore().root)].join(':'),
    FAULT_CALL: fault?.call ?? '',
    FAULT_AT: String(fault?.at ?? 0),
    FAULT_ERROR: String(fault?.error ?? 0),
  };
  return { env: { BASEWRIGHT_STORE: store, ...(fault === undefined ? {} : faults) } };
}

/** Runs one stage with a fault; what publish shows the target layout fills. */
function run(stage: string, fault?: Fault) {
  rmSync(log, { force: true });
  const target = `tiny:${stage.replace('publish', 'layout')}`;
  const args = ['run', target, '--skip-nx-cache', '--exclude-task-dependencies'];
  const begun = Date.now();
  const { exitCode, output } = workspace.nx(args, {
    ...env(fault),
    through: ['timeout', '-s', 'KILL', String(LONGEST)],
  });
  return { exitCode, output, tookLong: Date.now() - begun >= LONGEST * 1000, ...readLog(log) };
}

/** What is wrong with how a stage took a fault; null when nothing is. */
function mistake(stage: string, fault: Fault, before: string): string | null {
  const { exitCode, output, tookLong, failed } = run(stage, fault);
  const stageFile = join(workspace.root, 'dist/images/tiny', stage, 'stage.json');
  const what = `${fault.call} ${fault.at} with ${fault.error}${failed === undefined ? '' : ` (${failed})`}`;
  if (tookLong) return `${what}: hangs`;
  if (exitCode === 0) {
    return existsSync(stageFile) && readFileSync(stageFile, 'utf8') !== before
      ? `${what}: other bytes, and success`
      : null;
  }
  if (/This is a bug|^ {4}at /m.test(output)) return `${what}: a stack\n${output}`;
  return /^error\[[A-Z_]+\]: /m.test(output) && /^hint: /m.test(output)
    ? null
    : `${what}: no error with a hint\n${output}`;
}

describe.each(STAGES)('%s', (stage) => {
  it.each(CALLS)('takes a $call that fails', ({ call, errors }) => {
    const before = readFileSync(join(workspace.root, 'dist/images/tiny', stage, 'stage.json'), 'utf8');
    const { count, exitCode, output } = run(stage, { call, at: 0, error: 0 });
    if (exitCode !== 0) throw new Error(output);
    const places = count === 0 ? [] : [...new Set([1, Math.ceil(count / 2), count])];
    const mistakes = places.flatMap((at) =>
      errors.map((error) => mistake(stage, { call, at, error }, before)).filter((one) => one !== null),
    );
    expect(mistakes).toEqual([]);
    // The next run is whole, whatever was left.
    expect(run(stage).exitCode).toBe(0);
    expect(readFileSync(join(workspace.root, 'dist/images/tiny', stage, 'stage.json'), 'utf8')).toBe(before);
  });
});
