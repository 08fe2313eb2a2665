import { type RootManifest } from '@basewright/contracts';
import { digestOf } from '@basewright/core';

/** Directories every root has although no package brings them: what the sandbox mounts over. */
export const MOUNT_POINTS = ['build', 'dev', 'out', 'proc', 'src', 'sysroot', 'tmp'] as const;

/** The merged-/usr links, which a maintainer script makes on an installed system. */
export const MERGED_USR = ['bin', 'lib', 'lib32', 'lib64', 'libx32', 'sbin'] as const;

/** Nothing a build reads; leaving it out halves the number of files. */
const LEFT_OUT = /^usr\/share\/(bug|doc|doc-base|info|lintian|locale|man)(\/|$)/;

/** Changes when a root made from the same manifest would differ from before. */
const LAYOUT = 1;

/** Where a packaged path goes in a root: null for what is left out, below /usr for what merged-/usr moved. */
export function placeInRoot(path: string): string | null {
  if (LEFT_OUT.test(path)) return null;
  const top = path.split('/')[0];
  return MERGED_USR.some((name) => name === top) ? `usr/${path}` : path;
}

/** The manifest of a root: packages and links, with the digest that names its tree in the store. */
export function rootManifest(packages: RootManifest['packages'], links: RootManifest['links']): RootManifest {
  const digest = digestOf({ layout: LAYOUT, packages: packages.map(({ sha256 }) => sha256), links });
  return { digest, packages, links };
}
