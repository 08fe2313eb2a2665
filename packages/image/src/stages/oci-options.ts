import { expandTag } from '../image-file/tag-template';
import { type PlatformContext } from './platform-stages';
import { type Stage } from './stage';

/** The part of publish's options that is the same for one platform and for all. */
export function ociOptions({ name, image }: PlatformContext): Record<string, unknown> {
  const { cmd, entrypoint, env, workingDir, user, labels, exposedPorts, volumes, stopSignal } = image.image;
  const [first = 'latest'] = imageTags(image);
  return {
    name,
    refName: `${name}:${first}`,
    config: { cmd, entrypoint, env, workingDir, user, labels, exposedPorts, volumes, stopSignal },
    annotations: { 'org.opencontainers.image.version': first },
    dockerArchive: image.exports.includes('docker-archive'),
    tarXz: image.exports.includes('tar-xz'),
  };
}

/** The tags of an image, with nothing left to fill in. */
export function imageTags(image: PlatformContext['image']): string[] {
  return image.tags.map((template) => expandTag(template, image));
}

/** Where publish pushes to, when something says so; image.json goes before the options of the plugin. */
export function pushOptions({ image, settings }: PlatformContext): Record<string, unknown> {
  const registry = image.registry ?? settings.registry;
  const { insecure, certDir } = settings;
  return Object.fromEntries(Object.entries({ registry, insecure, certDir }).filter(([, value]) => value !== undefined));
}

/** Whether the stage pushes whenever it runs. */
export function pushMode(context: PlatformContext): Stage['push'] {
  return 'registry' in pushOptions(context) ? 'always' : 'when-asked';
}
