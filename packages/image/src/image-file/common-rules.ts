import { posix } from 'node:path';

import { type FieldPath, type Problem, repositoryMistake, resolvePath } from '@basewright/core';

import { isLibraryList } from '../library-list';
import { isKnownBase } from './busybox-schema';

/** One rule about what fields mean together, or beside what is in the workspace: all that breaks it. */
export type Rule<Spec> = (image: Spec) => Problem[];

/** No platform is listed twice. */
export const noPlatformTwice: Rule<{ readonly platforms: readonly string[] }> = ({ platforms }) =>
  platforms.flatMap((id, index) =>
    platforms.indexOf(id) === index ? [] : [{ at: ['platforms', index], text: `${id} is listed twice` }],
  );

/** `registry` is the repository of a registry. */
export const registryIsRepository: Rule<{ readonly registry?: string | undefined }> = ({ registry }) => {
  if (registry === undefined) return [];
  const mistake = repositoryMistake(registry.replaceAll('{name}', 'name'));
  return mistake === null ? [] : [{ at: ['registry'], text: mistake }];
};

/** PATH is said in one way. */
export const pathSaidOnce: Rule<{
  readonly image: { readonly env: Readonly<Record<string, string>>; readonly path?: object | undefined };
}> = ({ image: { env, path } }) =>
  path === undefined || !Object.hasOwn(env, 'PATH')
    ? []
    : [
        {
          at: ['image', 'path'],
          text: 'image.env.PATH says it, too; leave one of the two out ("PATH": "/opt/bin:$PATH" does the same)',
        },
      ];

/** What an image.json of either kind may read in the workspace. */
interface NamesFiles {
  readonly rootfs: { readonly files: readonly { readonly source: string; readonly from?: string | undefined }[] };
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
    namedFiles(image).flatMap(({ at, source }) =>
      isOutside(directory, source) ? [{ at, text: `${source} is not in this workspace` }] : [],
    );
}

/** Whether a path of an image.json leads out of the workspace, by how it is written. `directory` is as above. */
export function isOutside(directory: string, source: string): boolean {
  const place = posix.normalize(posix.join(directory, source));
  return source.startsWith('/') || place === '..' || place.startsWith('../');
}

/** A file that an image.json names, relative to it, and what it is for. */
export interface NamedFile {
  readonly at: FieldPath;
  readonly source: string;
  readonly use: 'rootfs' | 'config' | 'patch' | 'libraries' | 'certificate' | 'nsswitch';
}

/** Each file that an image.json names. */
export function namedFiles({ rootfs, busybox, libraries = [], nsswitch, certificates = [] }: NamesFiles): NamedFile[] {
  const listed = (use: NamedFile['use'], field: FieldPath, paths: readonly string[]): NamedFile[] =>
    paths.map((source, index) => ({ at: [...field, index], source, use }));
  return [
    // What a build leaves is not the author's.
    ...rootfs.files.flatMap(({ source, from }, index): NamedFile[] =>
      from === undefined ? [{ at: ['rootfs', 'files', index, 'source'], source, use: 'rootfs' }] : [],
    ),
    ...(busybox === undefined || isKnownBase(busybox.base)
      ? []
      : [{ at: ['busybox', 'base'], source: busybox.base, use: 'config' } satisfies NamedFile]),
    ...listed('config', ['busybox', 'config'], busybox?.config ?? []),
    ...listed('patch', ['busybox', 'patches'], busybox?.patches ?? []),
    ...listed('libraries', ['libraries'], libraries).filter(({ source }) => isLibraryList(source)),
    ...listed('certificate', ['certificates'], certificates),
    ...(nsswitch === undefined ? [] : [{ at: ['nsswitch'], source: nsswitch, use: 'nsswitch' } satisfies NamedFile]),
  ];
}

/** No link of `links` leads in a circle, by itself or with others of them. */
export const linksLeadSomewhere: Rule<{ readonly rootfs: { readonly links: Readonly<Record<string, string>> } }> = ({
  rootfs,
}) => {
  const entries = Object.entries(rootfs.links).map(([path, target]) => [path, { type: 'symlink', target }] as const);
  const tree = new Map(entries);
  return [...tree.keys()].flatMap((path) =>
    resolvePath(tree, path) === null
      ? [{ at: ['rootfs', 'links', path], text: `leads in a circle: ${circle(tree, path)}` }]
      : [],
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
