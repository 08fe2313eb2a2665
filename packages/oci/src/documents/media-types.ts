/**
 * The media types of an image.
 * https://github.com/opencontainers/image-spec/blob/v1.1.0/media-types.md
 */
export const MEDIA_TYPES = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  gzipLayer: 'application/vnd.oci.image.layer.v1.tar+gzip',
  tarLayer: 'application/vnd.oci.image.layer.v1.tar',
} as const;
