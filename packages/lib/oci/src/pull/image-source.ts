import { type Digest } from '@basewright/core';

import { type Descriptor } from '../documents/types';

/** Which image of one platform to pull, and from where. */
export interface PullRequest {
  /** `linux/amd64` … */
  readonly platform: string;
  /** Who it is for: the image project that is made on it. */
  readonly name: string;
  /** `sha256:…` of the manifest, or of an index that lists it. */
  readonly digest: string;
  /** The repository it is in, `localhost:5000/base`; either this or `layout`. */
  readonly repository?: string;
  /** The directory of the OCI layout it is in, relative to the workspace or absolute. */
  readonly layout?: string;
  /** Allow the registry plain HTTP and certificates that cannot be verified. Default: only when it is this machine. */
  readonly insecure?: boolean;
  /** Directory with the registry's CA (`*.crt`) and client certificate (`*.cert`, `*.key`), relative to the workspace. */
  readonly certDir?: string;
}

/** What a manifest says of a blob. */
export type BlobOf = Pick<Descriptor, 'digest' | 'size'>;

/** Where an image comes from. Nothing that it gives is believed: the caller computes each digest. */
export interface ImageSource {
  /** The bytes of the manifest or index of a digest. */
  manifest(digest: Digest): Promise<Buffer>;
  /** Puts the blobs that a manifest names into an empty directory, under any names; none longer than its size. */
  blobs(manifest: Digest, blobs: readonly BlobOf[], directory: string): Promise<void>;
}
