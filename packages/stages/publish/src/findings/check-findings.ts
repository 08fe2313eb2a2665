import { type Acceptance } from '@basewright/contracts';
import { BasewrightError, log } from '@basewright/core';

import { type PublishOptions } from '../options';
import { type PlatformImage } from '../read-images';
import { debianSearch, knownOnly, withPackages } from './find-packages';
import { type Adding, findingHint, findingLines } from './finding-lines';
import { imageFindings, withoutAccepted } from './image-findings';

/**
 * Looks for everything that keeps images from starting, without running them. Throws CHECK_FAILED with all of it where
 * something of it is an error; says it where all are warnings. What the option `accept` names is neither.
 */
export async function checkFindings(options: PublishOptions, images: readonly PlatformImage[]): Promise<void> {
  const { name, config = {}, accept = [], debian = {} } = options;
  const { left, unused } = withoutAccepted(imageFindings(images, config), accept);
  for (const at of unused) log.info(unusedLine(accept, at, images));
  if (left.length === 0) return;
  const platforms = images.map(({ platform }) => platform.id);
  const errors = left.filter(({ severity }) => severity === 'error');
  const adding = addingTo(images);
  const canAdd = adding.isDerived || adding.hasLibraries;
  // The index of all files is read for errors alone: it is large, and warnings may be right.
  const told = canAdd ? await withPackages(left, errors.length > 0 ? debianSearch(debian) : knownOnly) : left;
  const lines = findingLines(told, platforms).map((line) => `  ${line}`);
  const hint = findingHint(told, adding);
  if (errors.length === 0) {
    log.info(`${name}: what may not start\n${lines.join('\n')}\n  ${hint.replaceAll('\n', '\n  ')}`);
    return;
  }
  const count = errors.length === 1 ? '1 finding' : `${errors.length} findings`;
  throw new BasewrightError(
    'CHECK_FAILED',
    `cannot publish ${name}: ${count} with which it does not start\n${lines.join('\n')}`,
    { hint },
  );
}

function addingTo(images: readonly PlatformImage[]): Adding {
  return {
    isDerived: images.some(({ base }) => base !== null),
    hasLibraries: images.some(({ rootfs }) => rootfs?.libc === 'glibc'),
  };
}

/** An acceptance that outlives its cause would hide the next one. */
function unusedLine(accept: readonly Acceptance[], at: number, images: readonly PlatformImage[]): string {
  const { finding, path } = accept[at] ?? {};
  const about = path === undefined ? '' : ` of ${path}`;
  const platforms = images.map(({ platform }) => platform.id).join(', ');
  return `note: accept[${at}]: there is no ${finding ?? ''}${about} to accept on ${platforms}: where no other platform has one, take it out of image.json`;
}
