import { type DebianPackage } from '@basewright/contracts';
import { BasewrightError } from '@basewright/core';
import { openApt } from '@basewright/debian';

import { type RequestingImage } from './library-set';
import { type Suite } from './named-libraries';

/** How to take a package that the lock does not pin. */
export interface UnpinnedOptions extends Suite {
  readonly image: RequestingImage;
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
  { store, settings, strict, platform, image, warn }: UnpinnedOptions,
  name: string,
  others: readonly string[],
): Promise<DebianPackage> {
  if (strict) {
    throw new BasewrightError(
      'NOT_FOUND',
      `cannot keep to the lock file: it pins no package ${name} for ${image.name}`,
      {
        hint: 'refresh it with `nx g @basewright/nx:lock`, or build without the option strict',
      },
    );
  }
  const apt = await openApt(store, settings, [platform.debianArch]);
  const found = await apt.packageFor(`${name}:${platform.debianArch}`);
  const { suite } = apt.settings;
  const also = others.length === 0 ? '' : ` (others have the same file: ${others.join(', ')})`;
  warn(
    `${name} ${found.version} is not in the lock file, the current one of ${suite} is used${also} (pin it: nx g @basewright/nx:lock --keep)`,
  );
  return found;
}
