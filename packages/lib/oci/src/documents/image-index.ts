import { MEDIA_TYPES } from './media-types';
import { type Descriptor, type ImageIndex } from './types';

/** An index of manifests in the order given; annotations are left out where there are none. */
export function imageIndex(
  manifests: readonly Descriptor[],
  annotations: Readonly<Record<string, string>> = {},
): ImageIndex {
  return {
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.index,
    manifests: [...manifests],
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
  };
}
