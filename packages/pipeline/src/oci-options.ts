import { platformOf } from '@basewright/core';
import { type DerivedSpec, expandTag, type ImageSpec, type ResolvedSettings } from '@basewright/image';
import { type PublishOptions } from '@basewright/publish';

import { containerEnvironment } from './container-environment';
import { type PlatformContext } from './platform-context';

/** The part of publish's options that is the same for one platform and for all. */
export function ociOptions({
  name,
  image,
}: PlatformContext): Pick<
  PublishOptions,
  'name' | 'refName' | 'config' | 'accept' | 'annotations' | 'dockerArchive' | 'tarXz'
> {
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

/** What decides what vulnerabilities are to the BusyBox of an image, as publish takes it. */
export function builtBusybox(
  { image, paths }: PlatformContext,
  platforms: readonly string[],
): PublishOptions['busybox'] {
  const directory = (stage: string, id: string): string => paths.output(`${stage}--${platformOf(id).name}`);
  return {
    fetchAndVerify: paths.output('fetch-and-verify'),
    platforms: platforms.map((platform) => ({
      platform,
      configure: directory('configure', platform),
      compile: directory('compile', platform),
    })),
    accepted: image.busybox.accepted,
  };
}

/** How a container starts, as publish takes it. */
export function containerOptions(image: ImageSpec['image'] | DerivedSpec['image']): PublishOptions['config'] {
  const { cmd, entrypoint, workingDir, user, labels, exposedPorts, volumes, stopSignal } = image;
  const env = containerEnvironment(image);
  return { cmd, entrypoint, env, workingDir, user, labels, exposedPorts, volumes, stopSignal };
}

/** The tags of an image, with nothing left to fill in. */
export function imageTags(image: PlatformContext['image']): string[] {
  return image.tags.map((template) => expandTag(template, image));
}

/** Where the index of all platforms is pushed: image.json goes before the plugin's options. */
export function indexPush(
  image: Pick<ImageSpec, 'registry'>,
  settings: ResolvedSettings,
): Access & Pick<PublishOptions, 'registry'> {
  return written({ registry: image.registry ?? settings.registry, ...access(settings) });
}

/** One platform is pushed by its digest, since a tag names all platforms, and only where the command line or the environment says. */
export function platformPush(settings: ResolvedSettings): Access {
  return written(access(settings));
}

type Access = Pick<PublishOptions, 'insecure' | 'certDir'>;

function access({ insecure, certDir }: ResolvedSettings): Access {
  return { insecure, certDir };
}

function written<Options extends object>(options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Options;
}
