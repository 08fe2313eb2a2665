import { z } from 'zod';

/** 64 lower-case hexadecimal digits: the sha256 of something, and a name in the store. */
export const sha256Hex = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'expected the 64 lower-case hexadecimal digits of a sha256');

/**
 * `sha256:` and 64 lower-case hexadecimal digits: what images name their parts by. The only registered algorithm that is
 * read here: https://github.com/opencontainers/image-spec/blob/v1.1.0/descriptor.md ("Digests").
 */
export const digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'expected sha256: and 64 hexadecimal digits')
  .brand<'Digest'>();
export type Digest = z.infer<typeof digest>;

const PREFIX = 'sha256:';

/** The digest that a sha256 in hexadecimal digits is. Throws a ZodError for anything else: a bug of the caller. */
export function digestFrom(hex: string): Digest {
  return digest.parse(PREFIX + hex);
}

/** The hexadecimal digits of a digest: the only part of it that may become part of a path. */
export function hexOf(text: Digest): string {
  return text.slice(PREFIX.length);
}
