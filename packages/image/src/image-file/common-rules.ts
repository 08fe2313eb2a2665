import { posix } from 'node:path';

import { repositoryMistake, resolvePath } from '@basewright/core';

import { isLibraryList } from '../library-list';
import { isKnownBase } from './busybox-schema';

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

/** PATH is said in one way. */
export const pathSaidOnce: Rule<{
  readonly image: { readonly env: Readonly<Record<string, string>>; readonly path?: object | undefined };
}> = ({ image: { env, path } }) =>
  path === undefined || !Object.hasOwn(env, 'PATH')
    ? []
    : ['image.path: image.env.PATH says it, too; leave one of the two out ("PATH": "/opt/bin:$PATH" does the same)'];

/** What an image.json of either kind may read in the workspace. */
interface NamesFiles {
  readonly rootfs: { readonly files: readonly { readonly source: string }[] };
  readonly busybox?: {
    readonly base: string;
    readonly config: readonly string[];
    readonly patches: readonly string[];
  };
  readonly libraries?: readonly string[];
  readonly nsswitch?: string | undefined;
  readonly certificates?: readonly string[];
}

/**
 * What is read lies in the workspace: Nx hashes nothing else, so that an image would stay as it is when it changes.
 * `directory` is that of image.json, relative to it.
 */
export function sourcesInWorkspace(directory: string): Rule<NamesFiles> {
  return (image) =>
    namedFiles(image).flatMap(([field, source]) => {
      const place = posix.normalize(posix.join(directory, source));
      const outside = source.startsWith('/') || place === '..' || place.startsWith('../');
      return outside ? [`${field}: ${source} is not in this workspace`] : [];
    });
}

/** Each file that an image.json names, relative to it, with its field. */
export function namedFiles({
  rootfs,
  busybox,
  libraries = [],
  nsswitch,
  certificates = [],
}: NamesFiles): [field: string, source: string][] {
  const listed = (field: string, paths: readonly string[]): [string, string][] =>
    paths.map((path, index) => [`${field}[${index}]`, path]);
  return [
    ...rootfs.files.map(({ source }, index): [string, string] => [`rootfs.files[${index}].source`, source]),
    ...(busybox === undefined || isKnownBase(busybox.base)
      ? []
      : [['busybox.base', busybox.base] satisfies [string, string]]),
    ...listed('busybox.config', busybox?.config ?? []),
    ...listed('busybox.patches', busybox?.patches ?? []),
    ...listed('libraries', libraries).filter(([, path]) => isLibraryList(path)),
    ...listed('certificates', certificates),
    ...(nsswitch === undefined ? [] : [['nsswitch', nsswitch] satisfies [string, string]]),
  ];
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
  let last = start;
  for (let node = tree.get(last); node !== undefined; node = tree.get(last)) {
    last = posix.resolve(posix.dirname(last), node.target);
    const isKnown = way.includes(last);
    way.push(last);
    if (isKnown) break;
  }
  return way.join(', ');
}
