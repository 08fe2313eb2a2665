import { digest } from '@basewright/core';
import { z } from 'zod';

import { MEDIA_TYPES } from './media-types';

/** Bytes of a manifest or configuration: registries take 4 MiB of the former (distribution-spec, "Pushing Manifests"). */
export const LONGEST_DOCUMENT = 16 << 20;

const strings = z.record(z.string(), z.string());

/** https://github.com/opencontainers/image-spec/blob/v1.1.0/image-index.md ("platform") */
const platform = z.object({ os: z.string(), architecture: z.string(), variant: z.string().optional() });

/** https://github.com/opencontainers/image-spec/blob/v1.1.0/descriptor.md */
export const descriptor = z.object({
  mediaType: z.string(),
  digest,
  size: z.int().nonnegative(),
  platform: platform.optional(),
  annotations: strings.optional(),
});

/** https://github.com/opencontainers/image-spec/blob/v1.1.0/image-index.md */
export const imageIndex = z.object({
  schemaVersion: z.literal(2),
  // Older tools leave it out of index.json.
  mediaType: z.literal(MEDIA_TYPES.index).optional(),
  manifests: z.array(descriptor),
  annotations: strings.optional(),
});

/** https://github.com/opencontainers/image-spec/blob/v1.1.0/manifest.md */
export const imageManifest = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.literal(MEDIA_TYPES.manifest).optional(),
  config: descriptor,
  layers: z.array(descriptor).min(1),
  annotations: strings.optional(),
});

const empty = z.strictObject({});

/**
 * https://github.com/opencontainers/image-spec/blob/v1.1.0/config.md ("config"): what a container starts with. Loose:
 * docker keeps more in it (Healthcheck, Shell), which an image on top inherits.
 */
const execution = z.looseObject({
  User: z.string().optional(),
  ExposedPorts: z.record(z.string(), empty).optional(),
  Env: z.array(z.string()).optional(),
  Entrypoint: z.array(z.string()).optional(),
  Cmd: z.array(z.string()).optional(),
  Volumes: z.record(z.string(), empty).optional(),
  WorkingDir: z.string().optional(),
  Labels: strings.optional(),
  StopSignal: z.string().optional(),
});

const history = z.object({
  created: z.iso.datetime({ offset: true }).optional(),
  created_by: z.string().optional(),
  comment: z.string().optional(),
  empty_layer: z.boolean().optional(),
});

/** https://github.com/opencontainers/image-spec/blob/v1.1.0/config.md */
export const imageConfig = z.object({
  ...platform.shape,
  created: z.iso.datetime({ offset: true }).optional(),
  config: execution.optional(),
  rootfs: z.object({ type: z.literal('layers'), diff_ids: z.array(digest) }),
  history: z.array(history).optional(),
});

/** https://github.com/opencontainers/image-spec/blob/v1.1.0/image-layout.md ("oci-layout file") */
export const layoutMarker = z.object({ imageLayoutVersion: z.literal('1.0.0') });

export type Execution = z.infer<typeof execution>;
export type Descriptor = z.infer<typeof descriptor>;
export type ImageIndex = z.infer<typeof imageIndex>;
export type ImageManifest = z.infer<typeof imageManifest>;
export type ImageConfig = z.infer<typeof imageConfig>;
