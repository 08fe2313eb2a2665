import { BasewrightError, didYouMean, digest, PLATFORM_IDS, type PlatformId, reasonOf } from '@basewright/core';
import { z } from 'zod';

/** Compared, never made part of a path. */
const digestText: z.ZodType<string> = digest;

const FIELDS = ['index', 'manifests'] as const;

/** The digests of one image, each `sha256:` and 64 hexadecimal digits. */
export const imageDigests = z.strictObject({
  /** Of what a tag names: the index of several platforms; of one platform its manifest itself. */
  index: digestText,
  /** Of the manifest of each platform. */
  manifests: z
    .partialRecord(z.enum(PLATFORM_IDS), digestText)
    .refine((manifests) => Object.keys(manifests).length > 0, 'expected at least one platform'),
});

/** What images/<name>/digests.json says: the digests of an image when it is built from what the lock pins. */
export type ImageDigests = z.infer<typeof imageDigests>;

/** The platforms of some digests, in the order of the platform table. */
export function platformsOf({ manifests }: ImageDigests): PlatformId[] {
  return PLATFORM_IDS.filter((id) => manifests[id] !== undefined);
}

/** Reads the text of a digests.json; `path` is for errors. Throws BAD_INPUT with every mistake in it. */
export function parseDigests(path: string, text: string): ImageDigests {
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch (cause) {
    throw refusal(path, [reasonOf(cause)], cause);
  }
  const { data, error } = imageDigests.safeParse(written);
  if (error !== undefined) throw refusal(path, error.issues.flatMap(explain), error);
  return data;
}

/** The text of a digests.json: platforms in the order of the platform table. */
export function formatDigests(digests: ImageDigests): string {
  const manifests = Object.fromEntries(platformsOf(digests).map((id) => [id, digests.manifests[id]]));
  return `${JSON.stringify({ index: digests.index, manifests }, null, 2)}\n`;
}

function explain({ path, ...issue }: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') {
    const [what, known] = path.length === 0 ? ['field', FIELDS] : ['platform', PLATFORM_IDS];
    return issue.keys.map((key) => `${[...path, key].join('.')}: unknown ${what}${didYouMean(key, known)}`);
  }
  return [`${path.length === 0 ? 'the file' : path.join('.')}: ${issue.message}`];
}

function refusal(path: string, mistakes: readonly string[], cause: unknown): BasewrightError {
  const count = mistakes.length === 1 ? '1 mistake' : `${mistakes.length} mistakes`;
  const lines = mistakes.map((mistake) => `  ${mistake}`);
  return new BasewrightError('BAD_INPUT', `cannot use ${path}: ${count}\n${lines.join('\n')}`, {
    hint: 'write it anew with `npm run digests -- --write`',
    cause,
  });
}
