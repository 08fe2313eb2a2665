/** Where an image comes from. Nothing that it gives is believed: the caller computes each digest. */
export interface ImageSource {
  /** The bytes of the manifest or index of a digest. */
  manifest(digest: string): Promise<Buffer>;
  /** Puts the blobs that a manifest names into an empty directory, under any names. */
  blobs(manifest: string, digests: readonly string[], directory: string): Promise<void>;
}
