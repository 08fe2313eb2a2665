import { join } from 'node:path';

import { hostDebianArch, openStore, type RootManifest } from '@basewright/core';
import { type PinnedSet, pinnedPackages, readLock } from '@basewright/debian';

import { materialiseRoot, rootManifest } from '../src';

const LOCK = join(__dirname, '../../../basewright.lock.json');
const HOST = hostDebianArch() ?? '';

/** What the repository's lock pins for building on glibc here: a shell, the usual tools and a compiler. */
const BUILD: PinnedSet = {
  key: `toolchain/${HOST}/glibc/${HOST}`,
  names: ['coreutils', 'dash', 'gawk', 'gcc', 'libc6-dev', 'make', 'patch', 'tar'],
  architectures: [HOST],
};

/** The manifest of a root that the images of this repository are built in. */
export async function buildRoot(): Promise<RootManifest> {
  const options = { store: openStore(), settings: {}, lock: await readLock(LOCK), strict: false };
  const links = { 'usr/bin/awk': 'gawk', 'usr/bin/sh': 'dash', 'usr/bin/which': 'which.debianutils' };
  return rootManifest(await pinnedPackages(BUILD, options), links);
}

/** The path of its tree, in the user's store. */
export async function realRoot(): Promise<string> {
  return materialiseRoot(openStore(), {}, await buildRoot());
}
