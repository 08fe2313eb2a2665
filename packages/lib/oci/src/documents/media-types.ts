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

/** Media types of layers that are tars, plain or through gzip, by what manifests call them: OCI's names, and docker's. */
export const LAYER_TYPES: Readonly<Record<string, string>> = {
  [MEDIA_TYPES.gzipLayer]: MEDIA_TYPES.gzipLayer,
  [MEDIA_TYPES.tarLayer]: MEDIA_TYPES.tarLayer,
  'application/vnd.docker.image.rootfs.diff.tar.gzip': MEDIA_TYPES.gzipLayer,
  'application/vnd.docker.image.rootfs.diff.tar': MEDIA_TYPES.tarLayer,
};
