import { BasewrightError } from './errors';

/** Throws MISSING_PREREQUISITE on a Node that is older than what Basewright runs on. */
export function requireSupportedNode(version: string = process.versions.node): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new BasewrightError('MISSING_PREREQUISITE', `cannot run on Node ${version}: Basewright needs 20.19 or later`, {
    hint: 'install Node 20.19, 22 or 24',
  });
}
