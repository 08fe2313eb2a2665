/** The words at the end of PutBlob in containers/image's docker_image_dest.go, for years; only --debug shows them. */
const UPLOADED = /Upload of layer (sha256:[0-9a-f]{64}) complete/g;
const IMAGE = /^Copying image (sha256:[0-9a-f]{64})/;

/** The blobs that a copy sent, as digests: neither those that were there nor those whose upload broke off. */
export function uploadedBlobs(log: string): string[] {
  return [...log.matchAll(UPLOADED)].map(([, digest = '']) => digest);
}

/** The manifest a line of skopeo says it begins with. */
export function imageBegun(line: string): string | undefined {
  return IMAGE.exec(line)?.[1];
}
