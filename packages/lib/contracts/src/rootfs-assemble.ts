import { fileName, sourceDate, version } from '@basewright/core';
import { LIBCS } from '@basewright/libcs';
import { z } from 'zod';

import { artefact, defineContract } from './contract';
import { imagePackage } from './image-package';

const body = z.strictObject({
  libc: z.enum(LIBCS),
  /** BusyBox version. */
  version,
  sourceDate,
  /** The uncompressed layer; its sha256 is the diffID. */
  tar: artefact,
  /** The same layer as `application/vnd.oci.image.layer.v1.tar+gzip`. */
  layer: artefact,
  /** One line per entry, as `ls -l` prints it. */
  listing: artefact,
  /** What is known of the programs in it, and of all else that decides whether they start: see packages/tree. */
  tree: artefact,
  /** Names of the applets the layer has links of, sorted. */
  applets: z.array(fileName),
  /** The Debian packages that it has files of, by name; each has its record in the tree. */
  packages: z.array(imagePackage),
  /** How this departs from what the lock file pins, one line each; empty when it is as locked. */
  departures: z.array(z.string()),
});

export type RootfsAssembleOutput = z.infer<typeof body>;

/** What rootfs-assemble leaves: one layer. */
export const rootfsAssembleOutput = defineContract<RootfsAssembleOutput>({ stage: 'rootfs-assemble', schema: 5, body });
