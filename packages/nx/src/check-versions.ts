import { createRequire } from 'node:module';

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
 * The version of the Nx that loads the plugin: the peer of @nx/devkit. It is none of ours, since Nx lists no plugin that
 * has nx among its own (https://nx.dev/docs/extending-nx/publish-plugin).
 */
function loadingNx(): string {
  const devkit = createRequire(__filename).resolve('@nx/devkit/package.json');
  return (createRequire(devkit)('nx/package.json') as { version: string }).version;
}

// Before anything of @nx/devkit is loaded, which fails in ways of its own with an Nx that is too old.
requireSupportedNode();
requireSupportedNx(loadingNx());
