import { type OciPlatform } from '@basewright/core';

import { BASE_DIGEST, imageAnnotations, REF_NAME } from './annotations';
import { type BlobSource, documentBlob } from './blob';
import { type ContainerSettings } from './execution';
import { type ConfigLayer, imageConfig } from './image-config';
import { imageIndex } from './image-index';
import { imageManifest } from './image-manifest';
import { MEDIA_TYPES } from './media-types';
import { type Descriptor, type ImageConfig, type ImageIndex } from './types';

/** One layer: its blob, and what the configuration says of it. */
export interface LayerFacts extends ConfigLayer {
  readonly blob: BlobSource;
}

/** One platform's image. */
interface ImageFacts {
  readonly platform: OciPlatform;
  /** Bottom first. */
  readonly layers: readonly LayerFacts[];
  /** Seconds since 1970. */
  readonly sourceDate: number;
  /**
   * What it is made on: the configuration it inherits, and `sha256:…` of the manifest, null where it has none of its
   * layers. Default: nothing.
   */
  readonly base?: { readonly config: ImageConfig; readonly digest: string | null } | null;
}

/** What is to be published, as plain data. */
export interface LayoutRequest {
  readonly name: string;
  readonly refName: string;
  /** Of the software in it; null where nothing says. */
  readonly version: string | null;
  readonly settings: ContainerSettings;
  readonly annotations: Readonly<Record<string, string>>;
  /** In the order the index lists them. */
  readonly images: readonly ImageFacts[];
}

/** The documents of one platform. */
export interface PlannedImage {
  readonly platform: OciPlatform;
  readonly config: BlobSource;
  readonly manifest: BlobSource;
  /** Bottom first. */
  readonly layers: readonly BlobSource[];
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
  const images = request.images.map((facts) => planImage(facts, request));
  const manifests = images.map(({ platform, manifest }) => ({ ...manifest.descriptor, platform: { ...platform } }));
  const [first, ...others] = manifests;
  const sourceDate = Math.max(...request.images.map((facts) => facts.sourceDate));
  const annotations = imageAnnotations({ ...request, sourceDate }, request.annotations);
  const several = documentBlob(MEDIA_TYPES.index, imageIndex(manifests, annotations));
  const single = first !== undefined && others.length === 0;
  const image = single ? first : several.descriptor;
  const blobs = [
    ...(single ? [] : [several]),
    ...images.flatMap(({ manifest, config, layers }) => [manifest, config, ...layers]),
  ];
  return {
    image,
    images,
    index: imageIndex([{ ...image, annotations: { [REF_NAME]: request.refName } }]),
    blobs: [...new Map(blobs.map((blob) => [blob.descriptor.digest, blob])).values()],
  };
}

function planImage(
  { platform, layers, sourceDate, base }: ImageFacts,
  { settings, annotations, ...request }: LayoutRequest,
): PlannedImage {
  const facts = { platform, layers, sourceDate, base: base?.config ?? null };
  const config = documentBlob(MEDIA_TYPES.config, imageConfig(facts, settings));
  const descriptors = layers.map(({ blob }) => blob.descriptor);
  const written = base?.digest == null ? annotations : { [BASE_DIGEST]: base.digest, ...annotations };
  const own = imageAnnotations({ ...request, sourceDate }, written);
  const manifest = documentBlob(MEDIA_TYPES.manifest, imageManifest(config.descriptor, descriptors, own));
  return { platform, config, manifest, layers: layers.map(({ blob }) => blob) };
}
