import { type CompileOutput } from '@basewright/contracts';
import { type Platform } from '@basewright/core';
import { type Protections } from '@basewright/elf';
import { type HardeningMeasure } from '@basewright/libcs';

import { type Check, equal, failed, passed, skipped } from './check';

/** Below this many applets none may have a frame that the compiler protects. */
const ENOUGH_APPLETS = 50;

/** Which functions are BusyBox's own for sure: where applets begin, `awk_main`, and `bb_copyfd_eof`. `__libc_start_main` is the libc's. */
export function isBusyboxFunction(name: string): boolean {
  return /^(bb_\w+|[a-z]\w*_main)$/.test(name);
}

/** What must be seen of a measure in BusyBox: true or false, or null where its file does not tell. */
const SEEN: Readonly<Record<HardeningMeasure, (found: Protections) => boolean | null>> = {
  'stack-protector': ({ stackProtector }) => stackProtector,
  fortify: ({ fortify }) => fortify,
  'stack-clash': ({ stackProbes }) => stackProbes,
  'branch-protection': ({ signedReturns }) => signedReturns,
};

/** Marks that code has on a libc whose start files have them too, by machine (elf.h). */
const MARKS: Readonly<Record<number, readonly string[]>> = { 183: ['BTI', 'PAC'] };

/** What must hold of BusyBox's file: the stack is declared, and each measure that it was compiled with is seen in it. */
export function hardeningChecks(
  found: Protections,
  { hardening, applets, libc }: Pick<CompileOutput, 'hardening' | 'applets' | 'libc'>,
  { elf }: Platform,
): Check[] {
  const marks = libc === 'glibc' && hardening.includes('branch-protection') ? (MARKS[elf.machine] ?? []) : [];
  return [
    equal('busybox: declares what its stack needs', found.stackSegment, true),
    ...hardening.map((measure) => measureCheck(`busybox: has ${measure}`, SEEN[measure](found), applets.length)),
    ...(marks.length === 0
      ? []
      : [equal('busybox: is marked for branch protection', found.controlFlow.join(', '), marks.join(', '))]),
  ];
}

function measureCheck(name: string, seen: boolean | null, applets: number): Check {
  if (seen === true) return passed(name);
  if (seen === null) return skipped(name, 'nothing in the file tells, or nothing needs it');
  if (applets < ENOUGH_APPLETS) return skipped(name, `none of the ${applets} applets may need it`);
  return failed(name, 'compiled with it, and no code of BusyBox shows it');
}
