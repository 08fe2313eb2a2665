import { type RootManifest } from '@basewright/contracts';
import { hostDebianArch, openStore } from '@basewright/core';
import { pinnedFor } from '@basewright/testing';

import { materialiseRoot, rootManifest } from '../src';

const HOST = hostDebianArch() ?? '';

/** The manifest of a root that images of this repository are built in: a shell, the usual tools and a compiler. */
export async function buildRoot(): Promise<RootManifest> {
  const links = { 'usr/bin/awk': 'gawk', 'usr/bin/sh': 'dash', 'usr/bin/which': 'which.debianutils' };
  return rootManifest(await pinnedFor(`toolchain/${HOST}/glibc/${HOST}`), links);
}

/** The path of its tree, in the user's store. */
export async function realRoot(): Promise<string> {
  return materialiseRoot(openStore(), {}, await buildRoot());
}
