import { architecture, linkTarget, packageName, pathInside, projectName, sha256Hex, version } from '@basewright/core';
import { LIBCS } from '@basewright/libcs';
import { z } from 'zod';

import { defineContract } from './contract';

const debianPackage = z.strictObject({
  name: packageName,
  version,
  architecture,
  /** The archive it is from, by the name that the lock file gives it: `debian-security`. */
  archive: projectName,
  /** Where the .deb lies in that archive: `pool/main/t/tar/tar_1.35_amd64.deb`. */
  path: pathInside,
  /** Bytes of the .deb. */
  size: z.int().nonnegative(),
  sha256: sha256Hex,
});

const root = z.strictObject({
  /** Names the tree in the store: the digest of the packages and links. */
  digest: sha256Hex,
  packages: z.array(debianPackage).min(1),
  /** Symbolic links that maintainer scripts would have made, by path without a leading slash. */
  links: z.record(pathInside, linkTarget),
});

const body = z.strictObject({
  libc: z.enum(LIBCS),
  /** The Debian suite all packages are from. */
  suite: z.string(),
  /** Compiler, make and what the build's scripts call. */
  build: root,
  /** Compressors only: what a machine needs that compiles nothing. */
  pack: root,
  /** How this departs from what the lock file pins, one line each; empty when it is as locked. */
  departures: z.array(z.string()),
});

/** One exact Debian package. */
export type DebianPackage = z.infer<typeof debianPackage>;
/** A hermetic root: exact packages plus links, and the digest that names the tree. */
export type RootManifest = z.infer<typeof root>;
export type ToolchainOutput = z.infer<typeof body>;

/** What toolchain leaves: a manifest. The trees themselves lie in the store and are made again from it. */
export const toolchainOutput = defineContract<ToolchainOutput>({ stage: 'toolchain', schema: 2, body });
