import { z } from 'zod';

import { artefact, defineContract } from '../contract';
import { LIBCS } from '../libc';

const tarball = z.strictObject({
  /** What it is: `busybox`, `uclibc-ng`. */
  name: z.string(),
  version: z.string(),
  file: artefact,
  /** Fingerprint of the key whose signature was verified, or null where upstream signs nothing. */
  signedBy: z.string().nullable(),
});

const patch = z.strictObject({
  /** The name of the tarball it is for. */
  for: z.string(),
  file: artefact,
  /** Applied only when building on one of these libcs / for one of these platforms; null means all. */
  libcs: z.array(z.enum(LIBCS)).nullable(),
  platforms: z.array(z.string()).nullable(),
});

const body = z.strictObject({ tarballs: z.array(tarball), patches: z.array(patch) });

/** One verified source tarball. */
export type FetchedTarball = z.infer<typeof tarball>;
/** One verified patch; patches apply in the order they are listed. */
export type FetchedPatch = z.infer<typeof patch>;
export type FetchOutput = z.infer<typeof body>;

/** What fetch-and-verify leaves: everything that comes from outside, verified. Platform-free. */
export const fetchOutput = defineContract<FetchOutput>({ stage: 'fetch-and-verify', schema: 1, body });
