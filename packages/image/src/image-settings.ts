import { type DebianSettings } from '@basewright/debian';

/** What holds for all images of a workspace: the options of the plugin in nx.json. */
export interface ImageSettings {
  /** Where Debian packages come from. */
  readonly debian?: DebianSettings;
  /** File that pins packages, relative to the workspace. Default: basewright.lock.json. */
  readonly lockFile?: string;
  /** Fail where the lock file cannot be kept: for release builds. Default: false. */
  readonly strict?: boolean;
  /** Where publish pushes images whose image.json does not say: `host[:port]/repository`, with `{name}`. */
  readonly registry?: string;
  /** Allow the registry plain HTTP and certificates that cannot be verified. Default: only when it is this machine. */
  readonly insecure?: boolean;
  /** Directory with the registry's CA (`*.crt`) and client certificate (`*.cert`, `*.key`), relative to the workspace. */
  readonly certDir?: string;
}

/** The settings that a stage which cannot push takes. */
export function buildSettings({ debian, lockFile, strict }: ImageSettings): ImageSettings {
  return Object.fromEntries(Object.entries({ debian, lockFile, strict }).filter(([, value]) => value !== undefined));
}

/** {@link ImageSettings} with nothing left open. */
export interface ResolvedSettings {
  readonly debian: DebianSettings | undefined;
  readonly lockFile: string;
  readonly strict: boolean;
  readonly registry: string | undefined;
  readonly insecure: boolean | undefined;
  readonly certDir: string | undefined;
}

/** Fills in what nx.json leaves open. */
export function resolveImageSettings(settings: ImageSettings | undefined): ResolvedSettings {
  return {
    debian: settings?.debian,
    lockFile: settings?.lockFile ?? 'basewright.lock.json',
    strict: settings?.strict ?? false,
    registry: settings?.registry,
    insecure: settings?.insecure,
    certDir: settings?.certDir,
  };
}

/**
 * How to get to the registry of a base, `localhost:5000/base`: what the plugin's options say of the registry that images
 * are pushed to holds for bases in it, too.
 */
export function accessTo(
  repository: string,
  { registry, insecure, certDir }: ResolvedSettings,
): Pick<ImageSettings, 'insecure' | 'certDir'> {
  const sameHost = registry?.split('/')[0] === repository.split('/')[0];
  return sameHost ? { insecure, certDir } : {};
}
