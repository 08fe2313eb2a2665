import { type DerivedSpec } from '../image-file/derived-schema';
import { type ImageSpec } from '../image-file/image-schema';
import { expandTag } from '../image-file/tag-template';
import { type ResolvedSettings } from '../image-settings';
import { type PlatformContext } from './platform-context';
import { type Stage } from './stage';

/** The part of publish's options that is the same for one platform and for all. */
export function ociOptions({ name, image }: PlatformContext): Record<string, unknown> {
  const [first = 'latest'] = imageTags(image);
  return {
    name,
    refName: `${name}:${first}`,
    config: containerOptions(image.image),
    accept: image.accept,
    annotations: { 'org.opencontainers.image.version': first },
    dockerArchive: image.exports.includes('docker-archive'),
    tarXz: image.exports.includes('tar-xz'),
  };
}

/** How a container starts, as publish takes it. */
export function containerOptions(image: ImageSpec['image'] | DerivedSpec['image']): Record<string, unknown> {
  const { cmd, entrypoint, env, workingDir, user, labels, exposedPorts, volumes, stopSignal } = image;
  return { cmd, entrypoint, env, workingDir, user, labels, exposedPorts, volumes, stopSignal };
}

/** The tags of an image, with nothing left to fill in. */
export function imageTags(image: PlatformContext['image']): string[] {
  return image.tags.map((template) => expandTag(template, image));
}

/** Whether and where a publish pushes. */
export interface PushPlan {
  readonly push: NonNullable<Stage['push']>;
  readonly options: Readonly<Record<string, unknown>>;
}

/** How the index of all platforms is pushed: always where something names a registry; image.json goes before the plugin's options. */
export function indexPush(image: Pick<ImageSpec, 'registry'>, settings: ResolvedSettings): PushPlan {
  const registry = image.registry ?? settings.registry;
  if (registry === undefined) return { push: 'when-asked', options: access(settings) };
  return { push: 'always', options: { registry, ...access(settings) } };
}

/** How one platform is pushed, by its digest: a tag names all platforms. */
export function platformPush(settings: ResolvedSettings): PushPlan {
  return { push: 'on-command-line', options: access(settings) };
}

function access({ insecure, certDir }: ResolvedSettings): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ insecure, certDir }).filter(([, value]) => value !== undefined));
}
