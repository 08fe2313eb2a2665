import { createRequire } from 'node:module';
import { join } from 'node:path';

import { BasewrightError, requireSupportedNode } from '@basewright/core';

const OLDEST = 22;
const NEWEST = 24;

/** Throws MISSING_PREREQUISITE where the Nx of a workspace is none that the plugin was tested with. */
export function requireSupportedNx(version: string): void {
  const [major = 0] = version.split('.').map(Number);
  if (major >= OLDEST && major <= NEWEST) return;
  const message = `cannot run with Nx ${version}: @basewright/nx supports Nx ${OLDEST} to ${NEWEST}`;
  const hint =
    major < OLDEST ? 'npx nx migrate latest' : 'install a newer @basewright/nx: npx nx migrate @basewright/nx';
  // Nx shows the message of an error only.
  throw new BasewrightError('MISSING_PREREQUISITE', `${message} (${hint})`);
}

/**
 * The version of the Nx that loads the plugin: the one of the workspace that we are in. That which @nx/devkit finds may be
 * another: with an Nx that is too old for it, npm gives it one of its own. It is no peer of ours, since Nx lists no plugin
 * that has nx among its own (https://nx.dev/docs/extending-nx/publish-plugin).
 */
function loadingNx(): string {
  const places = [join(process.cwd(), 'package.json'), createRequire(__filename).resolve('@nx/devkit/package.json')];
  for (const place of places) {
    try {
      return (createRequire(place)('nx/package.json') as { version: string }).version;
    } catch {
      // The next place, then.
    }
  }
  throw new BasewrightError('MISSING_PREREQUISITE', 'cannot run without Nx: npm install --save-dev nx');
}

/** The version of the Nx that loads the plugin. */
export const NX_VERSION = loadingNx();

// Before anything of @nx/devkit is loaded, which fails in ways of its own with an Nx that is too old.
requireSupportedNode();
requireSupportedNx(NX_VERSION);
