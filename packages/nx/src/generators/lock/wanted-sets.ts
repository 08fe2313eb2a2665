import { basename, dirname } from 'node:path';

import { type Platform, platformOf } from '@basewright/core';
import {
  binarySourceSet,
  essentialSet,
  identitySet,
  imageSet,
  type PackageRequest,
  type PinnedSet,
} from '@basewright/debian';
import { emulatorSet } from '@basewright/emulation';
import { type DebianNeeds, debianNeeds } from '@basewright/fetch-and-verify';
import { type AnyImageSpec, type ImageSpec, isDerived } from '@basewright/image';
import { librarySet } from '@basewright/library-resolve';
import { imagePaths, imageSources, libraryNeeds } from '@basewright/pipeline';
import { packSet } from '@basewright/sandbox';
import { toolchainSets } from '@basewright/toolchain';

/** An image.json and what it says. */
export interface ImageFile {
  /** Relative to the workspace. */
  readonly file: string;
  readonly spec: AnyImageSpec;
}

/** An image on glibc, with what it asks for and the platforms that it does so for: one for each Debian architecture. */
export interface LibraryImage {
  readonly name: string;
  readonly needs: ReturnType<typeof libraryNeeds>;
  readonly platforms: readonly Platform[];
}

/** Packages that an image on another one asks for. */
interface AddedPackages {
  readonly request: PackageRequest;
  readonly platforms: readonly Platform[];
  /** Whether parts of packages come with them that every Debian has. */
  readonly essential: boolean;
}

/** Everything that a lock file has to pin for the images of a workspace. */
export interface Wanted {
  /** Sets whose names are known, each once, sorted by what they are for. */
  readonly sets: readonly PinnedSet[];
  /** Images whose sets are known only when their libraries have been looked up. */
  readonly libraries: readonly LibraryImage[];
  readonly added: readonly AddedPackages[];
  readonly sources: DebianNeeds['sources'];
}

/** Suites that packages with upstream's sources are looked up in, where the suite itself has none. */
const SOURCES_FROM = 'forky';

/** What images are built from on a host of a Debian architecture. */
export function wantedSets(images: readonly ImageFile[], host: string): Wanted {
  const built = images.flatMap(({ file, spec }) => (isDerived(spec) ? [] : [{ file, spec, name: nameOf(file, spec) }]));
  const derived = images.flatMap(({ file, spec }) =>
    isDerived(spec) ? [{ file, spec, name: nameOf(file, spec) }] : [],
  );
  const needs = built.map(({ file, spec }) => debianNeeds(imageSources(spec, imagePaths(dirname(file), ''))));
  const added = derived
    .filter(({ spec }) => spec.packages.length > 0)
    .map(({ name, spec }): AddedPackages => {
      const { packages, withoutPackages: without } = spec;
      const { essential } = spec;
      return { request: { name, packages, without }, platforms: architecturesOf(spec.platforms), essential };
    });
  const sets = [
    ...built.flatMap(({ spec }) => spec.platforms.flatMap((id) => toolSets(id, spec, host))),
    ...(images.length === 0 ? [] : [packSet(host), emulatorSet(host)]),
    ...built.flatMap(({ spec }) =>
      spec.libc === 'glibc'
        ? architecturesOf(spec.platforms).flatMap((one) => [librarySet(one), identitySet(one)])
        : [],
    ),
    ...added.flatMap(({ platforms, request, essential }) =>
      platforms.flatMap((platform) => [
        ...[imageSet(request, platform), identitySet(platform)],
        ...(essential ? [essentialSet(platform)] : []),
      ]),
    ),
    ...needs.flatMap(({ binaries }) => binaries.map((name) => binarySourceSet(name, SOURCES_FROM))),
  ];
  return {
    sets: eachOnce(sets),
    libraries: built.flatMap(({ file, name, spec }) => {
      if (spec.libc !== 'glibc') return [];
      const asked = libraryNeeds(spec, imagePaths(dirname(file), ''));
      return [{ name, needs: asked, platforms: architecturesOf(spec.platforms) }];
    }),
    added,
    sources: needs.flatMap(({ sources }) => sources),
  };
}

/** The name of the project of an image.json. */
export function nameOf(file: string, { name }: AnyImageSpec): string {
  return name ?? basename(dirname(file));
}

function toolSets(id: string, { libc, busybox: { packages } }: ImageSpec, host: string): PinnedSet[] {
  const { build, pack } = toolchainSets({ platform: platformOf(id), libc, packages, host });
  return [build, pack];
}

/** One platform of each Debian architecture: those of one architecture have the same packages. */
function architecturesOf(ids: readonly string[]): Platform[] {
  const platforms = ids.map(platformOf);
  return [...new Map(platforms.map((platform) => [platform.debianArch, platform])).values()];
}

function eachOnce(sets: readonly PinnedSet[]): PinnedSet[] {
  const all = [...new Map(sets.map((set) => [set.purpose, set])).values()];
  return all.sort((a, b) => (a.purpose < b.purpose ? -1 : 1));
}
