import { type Digest } from '@basewright/core';
import { type Descriptor } from '@basewright/oci';

/** What a manifest says of a blob. */
export type BlobOf = Pick<Descriptor, 'digest' | 'size'>;

/** Where an image comes from. Nothing that it gives is believed: the caller computes each digest. */
export interface ImageSource {
  /** The bytes of the manifest or index of a digest. */
  manifest(digest: Digest): Promise<Buffer>;
  /** Puts the blobs that a manifest names into an empty directory, under any names; none longer than its size. */
  blobs(manifest: Digest, blobs: readonly BlobOf[], directory: string): Promise<void>;
}
