import { type Digest, type OciPlatform } from '@basewright/core';

import { type ContainerSettings, execution, inheritedExecution } from './execution';
import { rfc3339 } from './rfc3339';
import { type ImageConfig } from './types';

/** One layer, as a configuration tells of it. */
export interface ConfigLayer {
  /** `sha256:…` of the uncompressed layer. */
  readonly diffId: Digest;
  /** What made the layer, for `docker history`; null for a layer of the base, whose own history tells. */
  readonly createdBy: string | null;
}

/** What the configuration says besides the settings. */
export interface ConfigFacts {
  readonly platform: OciPlatform;
  /** Bottom first. */
  readonly layers: readonly ConfigLayer[];
  /** Seconds since 1970. */
  readonly sourceDate: number;
  /** The configuration of the image that this one is made on, whose layers are the lowest. Default: there is none. */
  readonly base?: ImageConfig | null;
}

/** The configuration document of an image: the settings, over those of the base where there is one. */
export function imageConfig(
  { platform, layers, sourceDate, base }: ConfigFacts,
  settings: ContainerSettings,
): ImageConfig {
  const created = rfc3339(sourceDate);
  const own = layers.flatMap(({ createdBy }) => (createdBy === null ? [] : [{ created, created_by: createdBy }]));
  return {
    ...platform,
    created,
    config: base == null ? execution(settings) : inheritedExecution(base.config ?? {}, settings),
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    history: [...(base == null ? [] : historyOf(base, layers.length - own.length)), ...own],
  };
}

/** A base's history where it tells of each of its layers, as clients expect it; else one line for each. */
function historyOf({ history = [], created }: ImageConfig, layers: number): NonNullable<ImageConfig['history']> {
  if (history.filter(({ empty_layer }) => empty_layer !== true).length === layers) return history;
  return Array.from({ length: layers }, () => ({ created, created_by: 'a layer of the base image' }));
}
