import { type LayerAssembleOptions } from './options';

/** What a layer holds, in a line for `docker history`: `basewright: 2 files, 1 user`. */
export function layerHistory(
  options: Pick<
    LayerAssembleOptions,
    'distroless' | 'packages' | 'certificates' | 'users' | 'groups' | 'files' | 'links' | 'directories'
  >,
): string {
  const {
    distroless = false,
    packages = [],
    certificates = [],
    users = [],
    groups = [],
    files = [],
    links = {},
    directories = [],
  } = options;
  const counts: readonly (readonly [count: number, one: string, many: string])[] = [
    [certificates.length, 'file of certificates', 'files of certificates'],
    [files.length, 'file or tree', 'files or trees'],
    [Object.keys(links).length, 'link', 'links'],
    [directories.length, 'directory', 'directories'],
    [users.length, 'user', 'users'],
    [groups.length, 'group', 'groups'],
  ];
  const parts = counts.flatMap(([count, one, many]) => (count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]));
  const named = packages.length === 0 ? [] : [`packages ${packages.join(' ')}`];
  return `basewright: ${[...(distroless ? ['distroless base'] : []), ...named, ...parts].join(', ')}`;
}
