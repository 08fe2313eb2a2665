import { posix } from 'node:path';

import { hostDebianArch, invariant, PLATFORMS } from '@basewright/core';
import { parseImageFile } from '@basewright/image';
import { knownVersions } from '@basewright/upstream';

import { type ImageGeneratorOptions } from './options';

/** Where the JSON Schema of image.json lies in a workspace that has the plugin, whatever its package manager. */
const SCHEMA = 'node_modules/@basewright/nx/image.schema.json';

/** The text of a new image.json at a path of the workspace. Throws BAD_INPUT where the answers do not go together. */
export function imageFileText(path: string, { name, from, libc = 'glibc', platforms }: ImageGeneratorOptions): string {
  const made =
    from === undefined || from === ''
      ? { libc, busybox: { version: invariant(knownVersions.busybox[0], 'a release of BusyBox') } }
      : { from };
  const image = { ...made, platforms: platforms === undefined || platforms.length === 0 ? own() : platforms };
  parseImageFile(path, JSON.stringify({ ...image, name }));
  // A project elsewhere than where its name says has to say its name.
  const named = posix.basename(posix.dirname(path)) === name ? {} : { name };
  const $schema = posix.relative(posix.dirname(path), SCHEMA);
  return `${JSON.stringify({ $schema, ...named, ...image }, null, 2)}\n`;
}

function own(): string[] {
  return PLATFORMS.filter(({ debianArch }) => debianArch === hostDebianArch())
    .slice(0, 1)
    .map(({ id }) => id);
}
