import { stat } from 'node:fs/promises';

import { BasewrightError, type Digest, parseForeignJson, readForeignFile, reasonOf } from '@basewright/core';
import { z } from 'zod';

import { LAYER_TYPES, MEDIA_TYPES } from '../documents/media-types';
import { descriptor, type Descriptor, imageConfig, type ImageConfig, LONGEST_DOCUMENT } from '../documents/types';
import { digestOfTar } from '../validate/check-blob';

/** A layer of an image on this machine. */
export interface StoredLayer {
  /** With an OCI media type, whatever the image's own manifest calls it: the bytes are the same. */
  readonly descriptor: Descriptor;
  /** `sha256:…` of the layer uncompressed, as the configuration has it. */
  readonly diffId: Digest;
  /** Absolute path of the blob. */
  readonly file: string;
}

/** An image of one platform on this machine. */
export interface StoredImage {
  /** `sha256:…` of the manifest. */
  readonly digest: Digest;
  readonly config: ImageConfig;
  /** Manifest and configuration as they were made, with the absolute paths of their blobs. */
  readonly documents: Readonly<
    Record<'manifest' | 'config', { readonly descriptor: Descriptor; readonly file: string }>
  >;
  /** Bottom first. */
  readonly layers: readonly StoredLayer[];
}

/** Gives the absolute path of a blob (`sha256:…`) whose bytes were found to be what the digest says. */
export type FindBlob = (digest: Digest) => Promise<string>;

/** docker makes no image of more than 127. */
const MOST_LAYERS = 1000;

/** docker's manifests (image manifest version 2, schema 2) have the same members as OCI's. */
const anyManifest = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.string().optional(),
  config: descriptor,
  layers: z.array(descriptor).min(1).max(MOST_LAYERS),
});

/**
 * Reads the documents of an image from its blobs. `what` names it in errors. Throws BAD_INPUT for documents that are
 * not those of an image, and for layers nobody here can look into; and what `find` throws.
 */
export async function readStoredImage(find: FindBlob, digest: Digest, what: string): Promise<StoredImage> {
  const file = await find(digest);
  const manifest = await readJson(file, anyManifest, what);
  const configFile = await find(manifest.config.digest);
  const config = await readJson(configFile, imageConfig, what, withoutNulls);
  const diffIds = config.rootfs.diff_ids;
  if (diffIds.length !== manifest.layers.length) {
    throw unusable(what, `its manifest has ${manifest.layers.length} layers, its configuration ${diffIds.length}`);
  }
  const layers: StoredLayer[] = [];
  for (const [at, { mediaType, digest: blob, size }] of manifest.layers.entries()) {
    const known = Object.hasOwn(LAYER_TYPES, mediaType) ? LAYER_TYPES[mediaType] : undefined;
    if (known === undefined) throw unusable(what, `its layer ${at} is of the media type ${mediaType}`, LAYER_HINT);
    const diffId = diffIds[at];
    if (diffId === undefined) throw unusable(what, `its configuration has no diffID of layer ${at}`);
    layers.push({ descriptor: { mediaType: known, digest: blob, size }, diffId, file: await find(blob) });
  }
  for (const [
    at,
    {
      descriptor: { size },
      file: layer,
    },
  ] of layers.entries()) {
    const found = (await stat(layer)).size;
    if (found !== size) throw unusable(what, `the size of its layer ${at} is ${found}, its manifest says ${size}`);
  }
  const mediaType = manifest.mediaType ?? MEDIA_TYPES.manifest;
  const documents = {
    manifest: { descriptor: { mediaType, digest, size: (await stat(file)).size }, file },
    config: { descriptor: manifest.config, file: configFile },
  };
  return { digest, config, documents, layers };
}

/** Digest and size of all blobs that a manifest names, each once. Throws BAD_INPUT when the file holds none. */
export async function blobsOf(manifest: string, what: string): Promise<Pick<Descriptor, 'digest' | 'size'>[]> {
  const { config, layers } = await readJson(manifest, anyManifest, what);
  if (config.size > LONGEST_DOCUMENT) throw unusable(what, `the size of its configuration is ${config.size}`);
  const blobs = [config, ...layers].map(({ digest, size }) => ({ digest, size }));
  return [...new Map(blobs.map((blob) => [blob.digest, blob])).values()];
}

/** Unpacks each layer in memory. Throws BAD_INPUT for one whose diffID the configuration does not have in its place. */
export async function checkDiffIds({ layers }: StoredImage, what: string): Promise<void> {
  for (const [at, { descriptor, diffId, file }] of layers.entries()) {
    const found = await digestOfTar(file, descriptor.mediaType === MEDIA_TYPES.gzipLayer);
    if (found !== diffId)
      throw unusable(what, `the diffID of its layer ${at} is ${found}, its configuration says ${diffId}`);
  }
}

const LAYER_HINT =
  'layers are read when they are tars, plain or through gzip; convert the image (skopeo copy) and pin the copy';

/** Reads a JSON document of an image. Throws BAD_INPUT when it is none, or not of the shape. */
export async function readJson<Document>(
  path: string,
  schema: z.ZodType<Document>,
  what: string,
  prepare: (value: unknown) => unknown = (value) => value,
): Promise<Document> {
  const text = await readForeignFile(path, LONGEST_DOCUMENT).catch((cause: unknown) => {
    throw unusable(what, `a document of it cannot be read: ${reasonOf(cause)}`);
  });
  let value: unknown;
  try {
    value = parseForeignJson(text.toString('utf8'));
  } catch (cause) {
    throw unusable(what, `a document of it is not JSON: ${reasonOf(cause)}`);
  }
  const parsed = schema.safeParse(prepare(value));
  if (parsed.success) return parsed.data;
  throw unusable(what, `a document of it is not what it should be\n${z.prettifyError(parsed.error)}`);
}

/** What docker writes as null is not there. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(entries.map(([name, inner]) => [name, withoutNulls(inner)]));
}

/** The error for an image that cannot be built on. */
export function unusable(what: string, cause: string, hint?: string): BasewrightError {
  return new BasewrightError('BAD_INPUT', `cannot use ${what}: ${cause}`, hint === undefined ? {} : { hint });
}
