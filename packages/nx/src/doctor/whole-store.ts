import { BasewrightError, findDamage, openStore } from '@basewright/core';

/** Reads every byte of the store. Throws CHECK_FAILED with what is damaged. */
export async function wholeStore(): Promise<string> {
  const { checked, damaged } = await findDamage(openStore());
  if (damaged.length === 0) return `${checked} trees and files are as they were when they were made`;
  const lines = damaged.map(({ path, damage }) => `${path}: ${damage}`);
  throw new BasewrightError('CHECK_FAILED', lines.join('\n'), {
    hint: `delete it, and the next build makes it again: rm -rf ${damaged.map(({ path }) => path).join(' ')}`,
  });
}
