import { type OciPlatform } from '@basewright/core';

import { rfc3339 } from './rfc3339';
import { type ImageConfig } from './types';

/** How a container of the image starts, as the executor's option `config` says it. */
export interface ContainerSettings {
  readonly cmd?: readonly string[];
  readonly entrypoint?: readonly string[];
  /** PATH has a default; the other variables have none. */
  readonly env?: Readonly<Record<string, string>>;
  readonly workingDir?: string;
  readonly user?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** `80` means `80/tcp`, as in a Dockerfile. */
  readonly exposedPorts?: readonly string[];
  readonly volumes?: readonly string[];
  readonly stopSignal?: string;
}

/** What the configuration says besides the settings. */
export interface ConfigFacts {
  readonly platform: OciPlatform;
  /** `sha256:…` of the uncompressed layer. */
  readonly diffId: string;
  /** Seconds since 1970. */
  readonly sourceDate: number;
  /** What made the layer, for `docker history`. */
  readonly createdBy: string;
}

/** The PATH of every Docker official image. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The configuration document of an image of one layer. What the settings leave out or empty is left out. */
export function imageConfig(
  { platform, diffId, sourceDate, createdBy }: ConfigFacts,
  settings: ContainerSettings,
): ImageConfig {
  const created = rfc3339(sourceDate);
  return {
    ...platform,
    created,
    config: {
      Cmd: list(settings.cmd),
      Entrypoint: list(settings.entrypoint),
      Env: environment(settings.env ?? {}),
      ExposedPorts: set(settings.exposedPorts?.map((port) => (port.includes('/') ? port : `${port}/tcp`))),
      Labels: settings.labels !== undefined && Object.keys(settings.labels).length > 0 ? settings.labels : undefined,
      StopSignal: settings.stopSignal,
      User: settings.user,
      Volumes: set(settings.volumes),
      WorkingDir: settings.workingDir,
    },
    rootfs: { type: 'layers', diff_ids: [diffId] },
    history: [{ created, created_by: createdBy }],
  };
}

/** `NAME=value`, PATH first, the others by name. */
function environment(env: Readonly<Record<string, string>>): string[] {
  const { PATH: path = PATH, ...others } = env;
  return [
    `PATH=${path}`,
    ...Object.keys(others)
      .sort()
      .map((name) => `${name}=${others[name] ?? ''}`),
  ];
}

function list(words: readonly string[] | undefined): string[] | undefined {
  return words === undefined || words.length === 0 ? undefined : [...words];
}

function set(names: readonly string[] | undefined): Record<string, Record<string, never>> | undefined {
  return names === undefined || names.length === 0 ? undefined : Object.fromEntries(names.map((name) => [name, {}]));
}
