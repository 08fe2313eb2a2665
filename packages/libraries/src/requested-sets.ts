import { BasewrightError, openStore, type Platform } from '@basewright/core';
import { currentPackages, type DebianSettings, emptyLock, openApt, type PinnedSet, withSets } from '@basewright/debian';

import { librarySet, prefixSet, requestedSet } from './library-set';
import { openLibrarySource } from './library-source';
import { readNeeds, type WrittenNeeds } from './read-needs';
import { resolveNeeds } from './resolve-needs';

/**
 * The sets that a lock file has to pin for the libraries and programs of images on one platform: those of the C
 * library, and the packages that what is asked for comes from today. `images` are by name, their paths relative to
 * `workspace`; `likely` are names of packages that will be needed, as far as they exist:
 * they are fetched at once. Throws what resolving them throws, with the name of the image.
 */
export async function requestedSets(
  workspace: string,
  settings: DebianSettings,
  platform: Platform,
  images: Readonly<Record<string, WrittenNeeds>>,
  likely: readonly string[],
): Promise<PinnedSet[]> {
  const store = openStore();
  const base = librarySet(platform);
  const asking = Object.entries(images).filter(([, needs]) => asksForAnything(needs));
  if (asking.length === 0) return [base];
  const apt = await openApt(store, settings, [platform.debianArch]);
  // Not the versions that are pinned so far: newer ones may need other libraries.
  const lock = withSets(emptyLock(apt.settings.suite), {
    [base.key]: await currentPackages(apt, base),
    [requestedSet(platform, []).key]: await apt.versionsOf(likely.map((name) => `${name}:${platform.debianArch}`)),
  });
  const source = await openLibrarySource({ store, settings, lock, strict: false, platform, warn: () => undefined });
  const names = new Set<string>();
  const beginnings = new Map<string, readonly string[]>();
  for (const [image, written] of asking) {
    const needs = await readNeeds(workspace, platform, written, null);
    const resolution = await resolveNeeds(needs, source).catch((error: unknown) => {
      throw error instanceof BasewrightError ? namedAfter(image, error) : error;
    });
    for (const { found } of resolution.members) names.add(found.package.name);
    for (const one of resolution.programs) names.add(one.package.name);
    for (const [name, packages] of Object.entries(resolution.beginnings)) beginnings.set(name, packages);
  }
  const own = new Set(base.names.map((name) => name.split(':')[0]));
  return [
    base,
    requestedSet(platform, [...names].filter((name) => !own.has(name)).sort()),
    ...[...beginnings].sort().map(([name, packages]) => prefixSet(platform, name, packages)),
  ];
}

function asksForAnything({ libraries = [], programs = [], nsswitch }: WrittenNeeds): boolean {
  return libraries.length + programs.length > 0 || nsswitch !== undefined;
}

function namedAfter(image: string, { code, message, hint }: BasewrightError): BasewrightError {
  return new BasewrightError(code, `${image}: ${message}`, hint === undefined ? {} : { hint });
}
