import { type AllowedFailure } from './upstream-results';

/** Tests of BusyBox's own suite that fail for a cause outside the image. Anything else that fails is a failure. */
export const allowedFailures: readonly AllowedFailure[] = [];
