import { fileMode, pathInside, sha256Hex } from '@basewright/core';
import { z } from 'zod';

/** One file a stage left behind; `path` is relative to its stage.json, `mode` the permission bits. */
export const artefact = z.strictObject({
  path: pathInside,
  size: z.int().nonnegative(),
  sha256: sha256Hex,
  mode: fileMode,
});
export type Artefact = z.infer<typeof artefact>;

/** What one stage promises the next: its name, the number of its schema and the shape of its body. */
export interface Contract<Body> {
  readonly stage: string;
  readonly schema: number;
  readonly body: z.ZodType<Body>;
}

/** Defines a stage's contract. Bump `schema` when a reader of the old one would misread the new one. */
export function defineContract<Body>(contract: Contract<Body>): Contract<Body> {
  return contract;
}
