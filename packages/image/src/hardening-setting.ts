import {
  availableHardening,
  HARDENING_MEASURES,
  type HardeningMeasure,
  type Libc,
  type Platform,
} from '@basewright/core';

import { type ImageSpec } from './image-file/image-schema';

/** What the names of sets in image.json stand for. */
const SETS: Readonly<Record<'none' | 'default' | 'full', readonly HardeningMeasure[]>> = {
  none: [],
  default: [],
  full: HARDENING_MEASURES,
};

/** What an image asks for on a platform, of that which is there, as an option of the stage compile; no option for nothing. */
export function hardeningOf(
  setting: ImageSpec['busybox']['hardening'],
  platform: Platform,
  libc: Libc,
): { readonly hardening?: readonly HardeningMeasure[] } {
  const measures = typeof setting === 'string' ? SETS[setting] : setting;
  const hardening = availableHardening(measures, platform, libc);
  return hardening.length === 0 ? {} : { hardening };
}
