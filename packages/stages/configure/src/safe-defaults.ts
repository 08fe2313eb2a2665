import { type Kconfig, type Values } from './kconfig/model';

/**
 * Protections that upstream leaves off by default, for compatibility. They are defaults, not requests: an image may switch
 * one off, and a release without the symbol goes without.
 */
const SAFE_DEFAULTS: Values = new Map([
  // Archives never write outside the directory they are unpacked in: CVE-2023-39810.
  ['FEATURE_PATH_TRAVERSAL_PROTECTION', 'y'],
]);

/** Values of a base with the protections on that these sources have. */
export function withSafeDefaults(kconfig: Kconfig, base: Values): Values {
  return new Map([...base, ...[...SAFE_DEFAULTS].filter(([symbol]) => kconfig.has(symbol))]);
}
