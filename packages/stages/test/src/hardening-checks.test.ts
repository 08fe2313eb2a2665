import { type CompileOutput } from '@basewright/contracts';
import { platformOf } from '@basewright/core';
import { type Protections } from '@basewright/elf';
import { type HardeningMeasure } from '@basewright/libcs';

import { hardeningChecks, isBusyboxFunction } from './hardening-checks';

const NOTHING: Protections = {
  stackSegment: true,
  controlFlow: [],
  fortify: false,
  stackProtector: false,
  stackProbes: false,
  signedReturns: false,
};

/** Outcomes by name: what was wrong, why it was not looked at, or null where it held. */
function outcomes(
  hardening: HardeningMeasure[],
  found: Partial<Protections>,
  { libc = 'glibc', applets = 300 }: { libc?: CompileOutput['libc']; applets?: number } = {},
): Record<string, string | null> {
  const names = Array.from({ length: applets }, (_, index) => ({ name: `a${index}`, path: `/bin/a${index}` }));
  const checks = hardeningChecks(
    { ...NOTHING, ...found },
    { hardening, libc, applets: names },
    platformOf('linux/arm64'),
  );
  return Object.fromEntries(checks.map(({ name, problem, skipped }) => [name, problem ?? skipped]));
}

const STACK = { 'busybox: declares what its stack needs': null };
const MISSING = 'compiled with it, and no code of BusyBox shows it';

it('asks for nothing that was not promised, but for the declaration of the stack', () => {
  expect(outcomes([], {})).toEqual(STACK);
  expect(outcomes([], { stackSegment: false })).toEqual({
    'busybox: declares what its stack needs': 'got false, want true',
  });
});

it.each<[HardeningMeasure, keyof Protections]>([
  ['stack-protector', 'stackProtector'],
  ['fortify', 'fortify'],
  ['stack-clash', 'stackProbes'],
])('wants %s to be seen', (measure, fact) => {
  const name = `busybox: has ${measure}`;
  expect(outcomes([measure], { [fact]: true })).toEqual({ ...STACK, [name]: null });
  expect(outcomes([measure], {})).toEqual({ ...STACK, [name]: MISSING });
});

it('does not pass what a file does not tell, or so few applets cannot', () => {
  const name = 'busybox: has stack-clash';
  expect(outcomes(['stack-clash'], { stackProbes: null })[name]).toBe('nothing in the file tells, or nothing needs it');
  expect(outcomes(['stack-clash'], {}, { applets: 3 })[name]).toBe('none of the 3 applets may need it');
});

it('wants the marks of branch protection on glibc, whose start files have them', () => {
  const signed = { signedReturns: true };
  const marked = 'busybox: is marked for branch protection';
  expect(outcomes(['branch-protection'], { ...signed, controlFlow: ['BTI', 'PAC'] })[marked]).toBeNull();
  expect(outcomes(['branch-protection'], { ...signed, controlFlow: ['PAC'] })[marked]).toBe('got PAC, want BTI, PAC');
  expect(outcomes(['branch-protection'], signed, { libc: 'musl' })).not.toHaveProperty([marked]);
});

it.each([
  ['awk_main', true],
  ['sha256_sum_main', true],
  ['__libc_start_main', false],
  ['libc_start_main_stage2', false],
  ['bb_copyfd_eof', true],
  ['main', false],
])('%s is of BusyBox: %s', (name, isOwn) => {
  expect(isBusyboxFunction(name)).toBe(isOwn);
});
