import { type DebianPackage } from '@basewright/contracts';
import { type KeptBack, type SourceChanges } from '@basewright/debian';

import { type NewerBases } from './newer-bases';

/** A package as the lock pins it; `size` is that of the .deb in bytes. */
export type NotedPackage = Pick<DebianPackage, 'name' | 'architecture' | 'version' | 'size'>;

/** An image project, and platforms of it: `linux/amd64`. */
export interface NotedImage {
  readonly name: string;
  readonly platforms: readonly string[];
}

/** What moved of one source package. */
export interface SourceUpdate extends SourceChanges {
  readonly source: string;
  /** Each binary package on each architecture, as it was and as it is. */
  readonly packages: readonly { readonly before: NotedPackage; readonly after: NotedPackage }[];
  /** Whether the new version is from a security archive. */
  readonly security: boolean;
  /** What is built anew. */
  readonly images: readonly NotedImage[];
}

/** What a run of the generator `lock` comes to. The order of lists does not matter. */
export interface ReleaseNote {
  /** All images of the workspace, with all their platforms. */
  readonly images: readonly NotedImage[];
  readonly updates: readonly SourceUpdate[];
  /** Packages that nothing pinned before, and that nothing pins any more. */
  readonly added: readonly (NotedPackage & { readonly source: string })[];
  readonly dropped: readonly (NotedPackage & { readonly source: string })[];
  /** Sources that keep their version, for a file of the new one cannot be had on some architecture. */
  readonly keptBack: readonly KeptBack[];
  /** Newer digests of bases, and whether they were written into image.json. */
  readonly bases: NewerBases & { readonly written: boolean };
}
