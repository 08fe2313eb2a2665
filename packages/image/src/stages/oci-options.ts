import { type PlatformContext } from './platform-stages';

/** The part of publish's options that is the same for one platform and for all. */
export function ociOptions({ name, image }: PlatformContext): Record<string, unknown> {
  const { cmd, entrypoint, env, workingDir, user, labels, exposedPorts, volumes, stopSignal } = image.image;
  const tags = image.tags.map((tag) => expandTag(tag, image.busybox.version, image.libc));
  return {
    name,
    refName: `${name}:${tags[0] ?? 'latest'}`,
    config: { cmd, entrypoint, env, workingDir, user, labels, exposedPorts, volumes, stopSignal },
    annotations: { 'org.opencontainers.image.version': tags[0] ?? 'latest' },
    dockerArchive: image.exports.includes('docker-archive'),
    tarXz: image.exports.includes('tar-xz'),
  };
}

function expandTag(template: string, version: string, libc: string): string {
  return template.replaceAll('{version}', version).replaceAll('{libc}', libc);
}
