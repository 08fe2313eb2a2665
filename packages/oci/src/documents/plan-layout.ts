import { type OciPlatform } from '@basewright/core';

import { imageAnnotations, REF_NAME } from './annotations';
import { type BlobSource, documentBlob } from './blob';
import { type ContainerSettings, imageConfig } from './image-config';
import { imageIndex } from './image-index';
import { imageManifest } from './image-manifest';
import { MEDIA_TYPES } from './media-types';
import { type Descriptor, type ImageIndex } from './types';

/** One platform's layer. */
interface LayerFacts {
  readonly platform: OciPlatform;
  /** `sha256:…` of the uncompressed tar. */
  readonly diffId: string;
  readonly layer: BlobSource;
}

/** What is to be published, as plain data. */
export interface LayoutRequest {
  readonly name: string;
  readonly refName: string;
  readonly version: string;
  /** Seconds since 1970. */
  readonly sourceDate: number;
  readonly createdBy: string;
  readonly settings: ContainerSettings;
  readonly annotations: Readonly<Record<string, string>>;
  /** In the order the index lists them. */
  readonly layers: readonly LayerFacts[];
}

/** The documents of one platform. */
export interface PlannedImage {
  readonly platform: OciPlatform;
  readonly config: BlobSource;
  readonly manifest: BlobSource;
  readonly layer: BlobSource;
}

/** A layout before it is written. */
export interface PlannedLayout {
  /** What a tag names: the one manifest of one platform, the index of several. */
  readonly image: Descriptor;
  readonly images: readonly PlannedImage[];
  /** The content of index.json. */
  readonly index: ImageIndex;
  /** Without duplicates: two platforms may share a layer. */
  readonly blobs: readonly BlobSource[];
}

/**
 * Plans an image layout whose index.json has exactly one entry, because the tools that read `oci:<directory>` without
 * a name take a layout of one entry only: see docs/decisions/0004-oci-layout.md.
 */
export function planLayout(request: LayoutRequest): PlannedLayout {
  const annotations = imageAnnotations(request, request.annotations);
  const images = request.layers.map((facts) => planImage(facts, request, annotations));
  const manifests = images.map(({ platform, manifest }) => ({ ...manifest.descriptor, platform: { ...platform } }));
  const [first, ...others] = manifests;
  const several = documentBlob(MEDIA_TYPES.index, imageIndex(manifests, annotations));
  const single = first !== undefined && others.length === 0;
  const image = single ? first : several.descriptor;
  const blobs = [
    ...(single ? [] : [several]),
    ...images.flatMap(({ manifest, config, layer }) => [manifest, config, layer]),
  ];
  return {
    image,
    images,
    index: imageIndex([{ ...image, annotations: { [REF_NAME]: request.refName } }]),
    blobs: [...new Map(blobs.map((blob) => [blob.descriptor.digest, blob])).values()],
  };
}

function planImage(
  { platform, diffId, layer }: LayerFacts,
  { sourceDate, createdBy, settings }: LayoutRequest,
  annotations: Readonly<Record<string, string>>,
): PlannedImage {
  const config = documentBlob(MEDIA_TYPES.config, imageConfig({ platform, diffId, sourceDate, createdBy }, settings));
  const manifest = documentBlob(
    MEDIA_TYPES.manifest,
    imageManifest(config.descriptor, [layer.descriptor], annotations),
  );
  return { platform, config, manifest, layer };
}
