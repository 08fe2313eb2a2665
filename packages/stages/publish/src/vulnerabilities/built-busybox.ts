import { type DeepReadonly } from '@basewright/core';
import { z } from 'zod';

/** Where the stages that decide what vulnerabilities are to a BusyBox are, relative to the workspace. */
export const builtBusybox = z.strictObject({
  /** The stage fetch-and-verify. */
  fetchAndVerify: z.string(),
  platforms: z.array(
    z.strictObject({
      /** `linux/amd64` */
      platform: z.string(),
      /** The stage configure. */
      configure: z.string(),
      /** The stage compile. */
      compile: z.string(),
    }),
  ),
  /** Vulnerabilities that may stay open or unknown, with the reasons. */
  accepted: z.record(z.string(), z.string()),
});

/** An image's own BusyBox. */
export type BuiltBusybox = DeepReadonly<z.infer<typeof builtBusybox>>;

/** Of an image on a base: per platform the stage layer-assemble, and what it is made on. */
export const imageBase = z.strictObject({ platform: z.string(), directory: z.string(), base: z.string() });

export type ImageBase = z.infer<typeof imageBase>;
