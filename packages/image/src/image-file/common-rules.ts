import { posix } from 'node:path';

import { repositoryMistake } from '@basewright/core';

/** One rule about what fields mean together; returns its complaints as `path: sentence`. */
export type Rule<Spec> = (image: Spec) => string[];

/** No platform is listed twice. */
export const noPlatformTwice: Rule<{ readonly platforms: readonly string[] }> = ({ platforms }) =>
  platforms.flatMap((id, index) =>
    platforms.indexOf(id) === index ? [] : [`platforms[${index}]: ${id} is listed twice`],
  );

/** `registry` is the repository of a registry. */
export const registryIsRepository: Rule<{ readonly registry?: string | undefined }> = ({ registry }) => {
  if (registry === undefined) return [];
  const mistake = repositoryMistake(registry.replaceAll('{name}', 'name'));
  return mistake === null ? [] : [`registry: ${mistake}`];
};

/** The files to copy lie in the workspace; `directory` is that of image.json, relative to it. */
export function sourcesInWorkspace(directory: string): Rule<{
  readonly rootfs: { readonly files: readonly { readonly source: string }[] };
}> {
  return ({ rootfs }) =>
    rootfs.files.flatMap(({ source }, index) => {
      const place = posix.normalize(posix.join(directory, source));
      const outside = source.startsWith('/') || place === '..' || place.startsWith('../');
      return outside ? [`rootfs.files[${index}].source: ${source} is not in this workspace`] : [];
    });
}
