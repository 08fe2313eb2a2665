import { type DebianSettings } from '@basewright/debian';

/** What holds for all images of a workspace: the options of the plugin in nx.json. */
export interface ImageSettings {
  /** Where Debian packages come from. */
  readonly debian?: DebianSettings;
  /** File that pins packages, relative to the workspace. Default: basewright.lock.json. */
  readonly lockFile?: string;
  /** Fail where the lock file cannot be kept: for release builds. Default: false. */
  readonly strict?: boolean;
}

/** {@link ImageSettings} with nothing left open. */
export interface ResolvedSettings {
  readonly debian: DebianSettings | undefined;
  readonly lockFile: string;
  readonly strict: boolean;
}

/** Fills in what nx.json leaves open. */
export function resolveImageSettings(settings: ImageSettings | undefined): ResolvedSettings {
  return {
    debian: settings?.debian,
    lockFile: settings?.lockFile ?? 'basewright.lock.json',
    strict: settings?.strict ?? false,
  };
}
