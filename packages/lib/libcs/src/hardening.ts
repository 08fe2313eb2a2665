import { type Platform, PLATFORM_IDS, type PlatformId } from '@basewright/core';

import { type Libc } from './libc';

/** What the compiler can add to BusyBox against exploits, besides PIE, RELRO and BIND_NOW, which it always has where the libc can. */
export const HARDENING_MEASURES = ['stack-protector', 'fortify', 'stack-clash', 'branch-protection'] as const;

/** One of {@link HARDENING_MEASURES}. */
export type HardeningMeasure = (typeof HARDENING_MEASURES)[number];

interface Row {
  readonly platforms: readonly PlatformId[];
  /** Options of gcc by libc; a libc that is not there does without. */
  readonly options: Readonly<Partial<Record<Libc, readonly string[]>>>;
}

const CANARY = ['-fstack-protector-strong'];
const PROBES = ['-fstack-clash-protection'];
const SIGNED_RETURNS = ['-mbranch-protection=pac-ret'];

/** Where each is there, as tried with Debian's gcc 14; docs/security/hardening.md has what stands against the others. */
const ROWS: Readonly<Record<HardeningMeasure, Row>> = {
  // Our uClibc-ng is built without UCLIBC_HAS_SSP, so it has no __stack_chk_fail.
  'stack-protector': { platforms: PLATFORM_IDS, options: { glibc: CANARY, musl: CANARY } },
  // The other libcs have no checking variants of memcpy and the like.
  fortify: { platforms: PLATFORM_IDS, options: { glibc: ['-D_FORTIFY_SOURCE=3'] } },
  // Those whose gcc probes every page of every frame; on riscv64 it does for alloca only, on ARMv5 it does not compile.
  'stack-clash': {
    platforms: ['linux/amd64', 'linux/386', 'linux/arm64', 'linux/ppc64le', 'linux/s390x'],
    options: { glibc: PROBES, musl: PROBES, uclibc: PROBES },
  },
  // BTI asks for marks in all code that is linked in, which only glibc's start files have. No libc has those of Intel's CET.
  'branch-protection': {
    platforms: ['linux/arm64'],
    options: { glibc: ['-mbranch-protection=standard'], musl: SIGNED_RETURNS, uclibc: SIGNED_RETURNS },
  },
};

/** The compiler options of a measure; null where a platform or libc does without it. */
export function hardeningOptions(
  measure: HardeningMeasure,
  platform: Pick<Platform, 'id'>,
  libc: Libc,
): readonly string[] | null {
  const { platforms, options } = ROWS[measure];
  return platforms.some((id) => id === platform.id) ? (options[libc] ?? null) : null;
}

/** Of some measures, those that are there on a platform and libc, in the table's order. */
export function availableHardening(
  measures: readonly HardeningMeasure[],
  platform: Pick<Platform, 'id'>,
  libc: Libc,
): HardeningMeasure[] {
  return HARDENING_MEASURES.filter(
    (measure) => measures.includes(measure) && hardeningOptions(measure, platform, libc) !== null,
  );
}
