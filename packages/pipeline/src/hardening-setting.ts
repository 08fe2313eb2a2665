import { type ImageSpec } from '@basewright/image';
import { HARDENING_MEASURES, type HardeningMeasure } from '@basewright/libcs';

/** What the names of sets in image.json stand for. */
const SETS: Readonly<Record<'none' | 'default' | 'full', readonly HardeningMeasure[]>> = {
  none: [],
  // Below 2 % in bytes and instructions, as docs/security/hardening.md measures it.
  default: ['fortify', 'stack-clash'],
  full: HARDENING_MEASURES,
};

/**
 * What an image asks for, as an option of the stage compile, which leaves out what a platform does without: so all
 * platforms have one key. No option for nothing.
 */
export function hardeningOf(setting: ImageSpec['busybox']['hardening']): {
  readonly hardening?: readonly HardeningMeasure[];
} {
  const hardening = typeof setting === 'string' ? SETS[setting] : setting;
  return hardening.length === 0 ? {} : { hardening };
}
