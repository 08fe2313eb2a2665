import { MEDIA_TYPES } from './media-types';
import { type Descriptor, type ImageManifest } from './types';

/** The manifest of an image: its configuration and layers, bottom first. */
export function imageManifest(
  config: Descriptor,
  layers: readonly Descriptor[],
  annotations: Readonly<Record<string, string>>,
): ImageManifest {
  return { schemaVersion: 2, mediaType: MEDIA_TYPES.manifest, config, layers: [...layers], annotations };
}
