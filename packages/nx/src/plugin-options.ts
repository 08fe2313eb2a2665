import { type DebianSettings } from '@basewright/debian';

/** Options of the plugin in nx.json. */
export interface PluginOptions {
  /** Where Debian packages come from. */
  readonly debian?: DebianSettings;
  /** File that pins packages, relative to the workspace. */
  readonly lockFile?: string;
  /** Fail where the lock file cannot be kept: for release builds. */
  readonly strict?: boolean;
}

/** {@link PluginOptions} with nothing left open. */
export interface ResolvedPluginOptions {
  readonly debian: DebianSettings | undefined;
  readonly lockFile: string;
  readonly strict: boolean;
}

/** Fills in what nx.json leaves open. */
export function resolvePluginOptions(options: PluginOptions | undefined): ResolvedPluginOptions {
  return {
    debian: options?.debian,
    lockFile: options?.lockFile ?? 'basewright.lock.json',
    strict: options?.strict ?? false,
  };
}
