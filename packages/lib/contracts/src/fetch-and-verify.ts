import { BasewrightError, platformId, projectName, version } from '@basewright/core';
import { type Libc, LIBCS } from '@basewright/libcs';
import { z } from 'zod';

import { artefact, defineContract } from './contract';

const tarball = z.strictObject({
  /** What it is: `busybox`, `uclibc-ng`. */
  name: projectName,
  version,
  file: artefact,
  /** Fingerprint of the key whose signature was verified, or null where upstream signs nothing. */
  signedBy: z
    .string()
    .regex(/^[0-9A-F]{16,64}$/, 'expected the fingerprint of a key')
    .nullable(),
});

/** Why a patch is there: the release does not compile or run without it, it fixes a vulnerability, the image wants it. */
const PATCH_SETS = ['build', 'security', 'image'] as const;
export type PatchSet = (typeof PATCH_SETS)[number];

/** Whose a security patch is: Debian carries it, or Basewright wrote it and nobody else has it. */
const PATCH_ORIGINS = ['debian', 'basewright'] as const;
export type PatchOrigin = (typeof PATCH_ORIGINS)[number];

const patch = z.strictObject({
  /** The name of the tarball it is for. */
  for: projectName,
  set: z.enum(PATCH_SETS),
  /** The vulnerabilities it fixes: `CVE-2023-42366`. */
  fixes: z.array(z.string()),
  /** Null for a patch that fixes no vulnerability. */
  origin: z.enum(PATCH_ORIGINS).nullable(),
  file: artefact,
  /** Applied only when building on one of these libcs / for one of these platforms; null means all. */
  libcs: z.array(z.enum(LIBCS)).nullable(),
  platforms: z.array(platformId).nullable(),
});

const body = z.strictObject({ tarballs: z.array(tarball), patches: z.array(patch) });

/** One verified source tarball. */
export type FetchedTarball = z.infer<typeof tarball>;
/** One verified patch; patches apply in the order they are listed. */
export type FetchedPatch = z.infer<typeof patch>;
export type FetchAndVerifyOutput = z.infer<typeof body>;

/** What fetch-and-verify leaves: everything that comes from outside, verified. Platform-free. */
export const fetchAndVerifyOutput = defineContract<FetchAndVerifyOutput>({
  stage: 'fetch-and-verify',
  schema: 3,
  body,
});

/** Which build a patch would be applied for. */
export interface BuildTarget {
  readonly libc: Libc;
  /** `linux/amd64`. */
  readonly platform: string;
}

/** The patches for one tarball that apply to a build, in order. */
export function patchesFor(
  output: FetchAndVerifyOutput,
  name: string,
  { libc, platform }: BuildTarget,
): FetchedPatch[] {
  return output.patches.filter(
    (one) => one.for === name && (one.libcs?.includes(libc) ?? true) && (one.platforms?.includes(platform) ?? true),
  );
}

/** The tarball of a name. Throws CONTRACT_MISMATCH when it was not fetched. */
export function tarballOf(output: FetchAndVerifyOutput, name: string): FetchedTarball {
  const found = output.tarballs.find((one) => one.name === name);
  if (found !== undefined) return found;
  throw new BasewrightError(
    'CONTRACT_MISMATCH',
    `cannot find the sources of ${name}: fetch-and-verify left ${output.tarballs.map((one) => one.name).join(', ')}`,
  );
}
