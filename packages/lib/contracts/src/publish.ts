import { digest, platformId } from '@basewright/core';
import { z } from 'zod';

import { defineContract } from './contract';

const descriptor = z.strictObject({ digest, size: z.int().nonnegative() });

const body = z.strictObject({
  /**
   * The one entry of the layout's index.json, and what a tag names: the index of several platforms; of one platform its
   * manifest itself.
   */
  index: descriptor,
  manifests: z.array(
    z.strictObject({ platform: platformId, manifest: descriptor, config: descriptor, layers: z.array(descriptor) }),
  ),
  /** How this departs from what the lock file pins, one line each; empty when it is as locked. */
  departures: z.array(z.string()),
});

export type PublishOutput = z.infer<typeof body>;

/** What publish leaves: an OCI layout in `oci/`, described. */
export const publishOutput = defineContract<PublishOutput>({ stage: 'publish', schema: 2, body });

/** What base leaves: the same, of an image that was made elsewhere, for one platform. */
export const baseOutput = defineContract<PublishOutput>({ stage: 'base', schema: 2, body });
