import { BasewrightError, type DebianPackage } from '@basewright/core';
import { openApt, resolveSettings } from '@basewright/debian';

import { requestedSet } from './library-set';
import { type Suite } from './named-libraries';

/** How to take a package that the lock does not pin. */
export interface UnpinnedOptions extends Suite {
  /** Take none. */
  readonly strict: boolean;
  /** Told, in a line, of each. */
  readonly warn: (line: string) => void;
}

/**
 * The suite's current version of a package that the lock does not pin; `others` have the same file. Throws NOT_FOUND
 * with `strict`, and when the platform has no such package.
 */
export async function unpinnedPackage(
  { store, settings, strict, platform, warn }: UnpinnedOptions,
  name: string,
  others: readonly string[],
): Promise<DebianPackage> {
  const { key } = requestedSet(platform, []);
  if (strict) {
    throw new BasewrightError('NOT_FOUND', `cannot keep to the lock file: its set ${key} has no package ${name}`, {
      hint: 'refresh it with `nx g @basewright/nx:lock`, or build without the option strict',
    });
  }
  const apt = await openApt(store, settings, [platform.debianArch]);
  const found = await apt.packageFor(`${name}:${platform.debianArch}`);
  const { suite } = await resolveSettings(settings);
  const also = others.length === 0 ? '' : ` (others have the same file: ${others.join(', ')})`;
  warn(`warning: ${name} ${found.version} is not in ${key} of the lock file, ${suite}'s current one is used${also}`);
  return found;
}
