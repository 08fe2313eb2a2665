import { posix } from 'node:path';

import { repositoryMistake, resolvePath } from '@basewright/core';

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

/** No link of `links` leads in a circle, by itself or with others of them. */
export const linksLeadSomewhere: Rule<{ readonly rootfs: { readonly links: Readonly<Record<string, string>> } }> = ({
  rootfs,
}) => {
  const entries = Object.entries(rootfs.links).map(([path, target]) => [path, { type: 'symlink', target }] as const);
  const tree = new Map(entries);
  return [...tree.keys()].flatMap((path) =>
    resolvePath(tree, path) === null ? [`rootfs.links["${path}"]: leads in a circle: ${circle(tree, path)}`] : [],
  );
};

/** The way from a link until it comes to where it was before, or to where another link is below itself. */
function circle(tree: ReadonlyMap<string, { readonly target: string }>, start: string): string {
  const way = [start];
  for (let node = tree.get(start); node !== undefined; node = tree.get(way.at(-1) ?? '')) {
    const next = posix.resolve(posix.dirname(way.at(-1) ?? ''), node.target);
    const isKnown = way.includes(next);
    way.push(next);
    if (isKnown) break;
  }
  return way.join(', ');
}
