import { BasewrightError, didYouMean, type Platform, type Store } from '@basewright/core';

import { openApt } from './apt';
import { openAptFor } from './pinned-packages';
import { type DebianSettings } from './settings';

/** Packages that image.json names. */
export interface NamedPackages {
  readonly platform: Platform;
  readonly names: readonly string[];
  /** Where in image.json: `packages`. */
  readonly field: string;
  /** What they are for, as the end of "cannot …": `add packages to app`. */
  readonly purpose: string;
}

/**
 * Throws NOT_FOUND, with the places in image.json, when a suite lacks packages that an image asks for on a
 * platform: with the nearest name, or, where this machine's architecture has the package, saying so.
 */
export async function assertPackagesExist(
  store: Store,
  settings: DebianSettings,
  { platform, names, field, purpose }: NamedPackages,
): Promise<void> {
  const apt = await openAptFor({ architectures: [], native: platform.debianArch }, store, settings);
  const { stdout } = await apt.run('apt-cache', ['pkgnames']);
  const known = stdout.trim().split('\n');
  const lines: string[] = [];
  for (const [index, wanted] of names.entries()) {
    const found = await apt.describe([wanted]);
    if (found.length > 0) continue;
    const elsewhere = await hasElsewhere(store, settings, wanted);
    const near = elsewhere === null ? didYouMean(wanted, known) : `, but one for ${elsewhere}`;
    lines.push(
      `  ${field}[${index}]: ${apt.settings.suite} has no package ${wanted} for ${platform.debianArch}${near}`,
    );
  }
  if (lines.length === 0) return;
  throw new BasewrightError('NOT_FOUND', `cannot ${purpose} for ${platform.id}:\n${lines.join('\n')}`, {
    hint: 'take the package or the platform out of image.json',
  });
}

async function hasElsewhere(store: Store, settings: DebianSettings, name: string): Promise<string | null> {
  const apt = await openApt(store, settings, []);
  try {
    return (await apt.packageFor(name)).architecture;
  } catch (error) {
    if (error instanceof BasewrightError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}
