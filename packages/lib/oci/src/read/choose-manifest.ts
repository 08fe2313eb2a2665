import { type Digest, digest as digestWord, type OciPlatform } from '@basewright/core';
import { z } from 'zod';

import { shortened } from './layer-entries';
import { readJson, unusable } from './stored-image';

/** An index of OCI's, and a manifest list of docker's; or a manifest, which has no such member. */
const anyTop = z.object({
  manifests: z
    .array(
      z.object({
        // That of the platform alone has to be one that is read here: others may have other algorithms.
        digest: z.unknown(),
        platform: z.object({ os: z.string(), architecture: z.string(), variant: z.string().optional() }).optional(),
      }),
    )
    .optional(),
});

/** What a platform without a variant means, as containerd has it (github.com/containerd/platforms, "Normalize"). */
const DEFAULT_VARIANTS: ReadonlyMap<string, string> = new Map([
  ['arm', 'v7'],
  ['arm64', 'v8'],
]);

type AnyPlatform = Omit<OciPlatform, 'os'> & { readonly os: string };

/**
 * The digest of a platform's manifest, from the document that a reference names: an index, or the one manifest itself.
 * `path` is the document's, `digest` its own. Throws BAD_INPUT when an index has none for the platform.
 */
export async function chooseManifest(
  path: string,
  digest: Digest,
  platform: OciPlatform,
  what: string,
): Promise<Digest> {
  const { manifests } = await readJson(path, anyTop, what);
  if (manifests === undefined) return digest;
  const found = manifests.find((one) => one.platform !== undefined && samePlatform(one.platform, platform));
  if (found !== undefined) {
    const { success, data } = digestWord.safeParse(found.digest);
    if (success) return data;
    throw unusable(
      what,
      `its index has no sha256 digest for ${spelled(platform)}: ${shortened(written(found.digest))}`,
    );
  }
  // Attestations beside the images have a platform that is none.
  const there = manifests.flatMap(({ platform: one }) =>
    one === undefined || one.os === 'unknown' ? [] : [spelled(one)],
  );
  throw notFor(platform, there, what);
}

/** A value of a document as it was written there. */
function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

/** Whether two platforms are one, with or without the variant that goes without saying. */
export function samePlatform(a: AnyPlatform, b: AnyPlatform): boolean {
  return spelled(a) === spelled(b);
}

/** The error for an image that is not there for a platform. */
export function notFor(platform: AnyPlatform, there: readonly string[], what: string): Error {
  return unusable(
    what,
    `it is not for ${spelled(platform)}, but for ${there.length === 0 ? 'none' : there.join(', ')}`,
  );
}

/** `linux/arm/v7` */
export function spelled({ os, architecture, variant = DEFAULT_VARIANTS.get(architecture) }: AnyPlatform): string {
  return [os, architecture, ...(variant === undefined || variant === '' ? [] : [variant])].join('/');
}
