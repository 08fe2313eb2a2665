import { digest, fileName, packageName, sourceDate } from '@basewright/core';
import { z } from 'zod';

import { artefact, defineContract } from './contract';
import { imagePackage } from './image-package';

const layer = z.strictObject({
  /** Of the blob, as a manifest names it: media type, `sha256:…`, bytes. */
  mediaType: z
    .string()
    .regex(/^application\/vnd\.oci\.image\.layer\.v1\.tar(\+gzip)?$/, 'expected the media type of a layer'),
  digest,
  size: z.int().nonnegative(),
  /** `sha256:…` of the layer uncompressed. */
  diffId: digest,
  /** The blob, where this stage wrote it; null where it is the base's as it is, and lies in the base's layout. */
  file: artefact.nullable(),
  /** What made it, for `docker history`; null for a layer of the base, whose own history tells. */
  createdBy: z.string().nullable(),
});

const removed = z.strictObject({
  path: z.string().startsWith('/'),
  /** `BusyBox`, `a link to /bin/busybox`, `a script of /bin/sh`. */
  why: z.string(),
});

const body = z.strictObject({
  /** `sha256:…` of the manifest of the image that this one is made on. */
  baseManifest: digest,
  /** When the base was made, which is the time of everything added: seconds since 1970. */
  sourceDate,
  /** All layers of the image, bottom first. */
  layers: z.array(layer),
  /** What was added, or of a distroless image everything: one line per entry, as `ls -l` prints it. */
  listing: artefact,
  /** What is known of the programs of base and layer, and of all else that decides whether they start: see packages/tree. */
  tree: artefact,
  /** Of a distroless image, whose layers are all its own: what went of the base and of packages, by path; else null. */
  removed: z.array(removed).nullable(),
  /** The packages that this image adds, by name; those of its base are told by the base. */
  packages: z.array(imagePackage),
  /** Libraries that files of the image need and that its base has not, with the packages that were added for them; null where none was found. */
  needs: z.array(
    z.strictObject({
      library: fileName,
      package: packageName.nullable(),
      /** Absolute paths of the image's own files. */
      files: z.array(z.string().startsWith('/')),
    }),
  ),
  /** What of the packages' maintainer scripts is not understood, in their order: it is not made. */
  scripts: z.array(z.strictObject({ package: packageName, line: z.string() })),
  /** How this departs from what the lock file pins, one line each; empty when it is as locked. */
  departures: z.array(z.string()),
});

/** One layer of a derived image. */
export type DerivedLayer = z.infer<typeof layer>;
export type LayerAssembleOutput = z.infer<typeof body>;

/** What layer-assemble leaves: the layers of an image that is made on another. */
export const layerAssembleOutput = defineContract<LayerAssembleOutput>({ stage: 'layer-assemble', schema: 6, body });
