import { posix } from 'node:path';

import { type Platform, resolvePath } from '@basewright/core';
import { glibcLoader } from '@basewright/libcs';
import { type ImageTree } from '@basewright/oci';
import { type TreeEntry } from '@basewright/tree';

const ROOT = { uid: 0, gid: 0, origin: 'the interpreters of scripts' };

/**
 * Links at the paths by which scripts name what runs them, the base's, the author's and those of packages. Debian's packages count on /bin, /lib and so on being
 * links to what is below /usr; in an image they need not be. So `/bin/bash` leads to /usr/bin/bash where only that is there;
 * and the loader's path always to the loader of the C library that the layer brings, which a loader of another version
 * could not load. `entries` are the packages' own.
 */
export function interpreterLinks(
  named: readonly string[],
  entries: readonly TreeEntry[],
  base: ImageTree<unknown>,
  platform: Platform,
): TreeEntry[] {
  const loader = glibcLoader(platform);
  const own = new Set(entries.map(({ path }) => path));
  const isThere = (path: string): boolean => {
    const place = resolvePath(base, path);
    return place !== null && (own.has(place) || base.has(place));
  };
  const below = named.filter((path) => !isThere(path) && own.has(`/usr${path}`));
  const links = [...new Set(below)].sort().map((path): [string, string] => [path, `/usr${path}`]);
  const broughtLoader = `/usr/lib/${platform.multiarch}/${posix.basename(loader)}`;
  if (own.has(broughtLoader)) links.push([loader, broughtLoader]);
  return links.flatMap(([path, target]): TreeEntry[] => {
    const place = resolvePath(base, path, true) ?? path;
    if (own.has(place)) return [];
    return [
      { type: 'symlink', path: place, mode: 0o777, target: posix.relative(posix.dirname(place), target), ...ROOT },
    ];
  });
}
