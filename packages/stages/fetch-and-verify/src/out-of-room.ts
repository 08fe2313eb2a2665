import { BasewrightError, systemCodeOf } from '@basewright/core';

/** Whether something failed because the disk, or the user's share of it, is full: no other mirror will help. */
export function isOutOfRoom(thrown: unknown): boolean {
  if (thrown instanceof BasewrightError) return thrown.code === 'NO_SPACE';
  return ['ENOSPC', 'EDQUOT'].includes(systemCodeOf(thrown) ?? '');
}
