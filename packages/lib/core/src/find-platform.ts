import { z } from 'zod';

import { BasewrightError } from './errors';
import { didYouMean } from './nearest';
import { type Platform } from './platform';
import { PLATFORMS } from './platform-table';

/** `linux/amd64`, `linux/arm/v7` … */
export type PlatformId = (typeof PLATFORMS)[number]['id'];

/** The ids of the table, in its order. */
export const PLATFORM_IDS: readonly PlatformId[] = PLATFORMS.map((platform) => platform.id);

/** A platform id in what is read from outside. */
export const platformId = z
  .string()
  .refine((id) => PLATFORM_IDS.some((known) => known === id), 'expected a known platform');

/** The row of a platform id. Throws BAD_INPUT, with the nearest id, when the table has none. */
export function platformOf(id: string): Platform {
  const found = PLATFORMS.find((platform) => platform.id === id);
  if (found !== undefined) return found;
  throw new BasewrightError(
    'BAD_INPUT',
    `cannot use platform "${id}": it is not known${didYouMean(id, PLATFORM_IDS)}`,
    {
      hint: `known platforms: ${PLATFORM_IDS.join(', ')}`,
    },
  );
}

/** The platform this process runs on, as its Debian architecture; null where Debian has no such port. */
export function hostDebianArch(nodeArch: string = process.arch): string | null {
  return PLATFORMS.find((platform) => platform.nodeArch === nodeArch)?.debianArch ?? null;
}
