import { invariant } from '@basewright/core';
import { type ImageSpec, releasePatches, type ResolvedSettings } from '@basewright/image';
import { type Libc, libcOf } from '@basewright/libcs';
import { busyboxRelease, knownVersions, type Release, type TarballSource, uclibcRelease } from '@basewright/upstream';

import { type ImagePaths } from './image-paths';
import { type Stage } from './stage';

/** Sources that a libc needs besides BusyBox's: those of a libc that is built here. */
function libcSources(libc: Libc): Release[] {
  return libcOf(libc).source === null
    ? []
    : [uclibcRelease(invariant(knownVersions['uclibc-ng'][0], 'a release of uClibc-ng'))];
}

/** What an image is made from, but for patches of its own. */
export function imageSources(
  image: ImageSpec,
  paths: ImagePaths,
): Pick<Release, 'patches'> & { tarballs: TarballSource[] } {
  const releases = [busyboxOf(image, paths), ...libcSources(image.libc)];
  return {
    tarballs: releases.map(({ tarball }) => tarball),
    patches: releases.flatMap((release) => release.patches),
  };
}

/** The target fetch-and-verify: once per image, for all platforms. `patches` are the image's own, as workspace paths. */
export function sourceStage(
  image: ImageSpec,
  paths: ImagePaths,
  patches: readonly string[],
  { debian }: ResolvedSettings,
): Stage {
  const known = imageSources(image, paths);
  const own = patches.map((path) => ({
    for: 'busybox',
    name: path.split('/').at(-1) ?? path,
    mirrors: [`file:${path}`],
  }));
  return {
    stage: 'fetch-and-verify',
    description: 'Fetch the sources and verify each by digest, and by signature where upstream signs',
    options: {
      outputPath: paths.output('fetch-and-verify'),
      tarballs: known.tarballs,
      patches: [...known.patches, ...own],
      debian,
    },
    reads: [],
    // As written: what a `*` matches is looked up again when the stage is keyed.
    files: image.busybox.patches.map(paths.source),
  };
}

function busyboxOf({ busybox }: ImageSpec, paths: ImagePaths): Release {
  const { version, sha256, mirrors } = busybox;
  const written = {
    ...(sha256 === undefined ? {} : { sha256: [sha256] }),
    ...(mirrors === undefined ? {} : { mirrors: mirrors.map((mirror) => inWorkspace(mirror, paths)) }),
  };
  return { tarball: tarballOf(version, written), patches: releasePatches(busybox) };
}

/** What the author wrote stands before what is known of the release. */
function tarballOf(version: string, written: Partial<TarballSource>): TarballSource {
  if (!knownVersions.busybox.includes(version)) {
    return { name: 'busybox', version, sha256: [], mirrors: [], ...written };
  }
  const { signature, ...known } = busyboxRelease(version).tarball;
  // Upstream signed its own file: one that was packed again has another digest and no signature.
  const isUpstreams = (written.sha256 ?? known.sha256).every((digest) => known.sha256.includes(digest));
  return { ...known, ...written, ...(isUpstreams && signature !== undefined ? { signature } : {}) };
}

function inWorkspace(mirror: string, paths: ImagePaths): string {
  return mirror.startsWith('file:./') ? `file:${paths.source(mirror.slice('file:'.length))}` : mirror;
}
