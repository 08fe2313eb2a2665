import { posix } from 'node:path';

import { BasewrightError, didYouMean, hostDebianArch, invariant, PLATFORMS } from '@basewright/core';
import { parseBaseReference, parseImageFile, projectName } from '@basewright/image';
import { knownVersions } from '@basewright/upstream';
import { type Tree, visitNotIgnoredFiles } from '@nx/devkit';

import { type ImageGeneratorOptions } from './options';

/**
 * Writes the image.json of a new image. Throws BAD_INPUT where there is one that says something else, and for a base that
 * is no image project of the workspace.
 */
export function addImage(tree: Tree, options: ImageGeneratorOptions): void {
  const path = posix.join(options.directory ?? posix.join('images', options.name), 'image.json');
  const text = imageFileText(path, options);
  refuseUnknownBase(tree, options);
  const there = tree.exists(path) ? tree.read(path, 'utf8') : null;
  if (there === null) tree.write(path, text);
  else if (!sameContent(there, text)) {
    throw new BasewrightError('BAD_INPUT', `cannot write ${path}: there is one, and it says something else`, {
      hint: 'edit it, or give the new image another name or --directory',
    });
  }
}

function refuseUnknownBase(tree: Tree, { name, from = '' }: ImageGeneratorOptions): void {
  const base = from === '' ? null : parseBaseReference(from);
  if (base === null || typeof base === 'string' || base.kind !== 'project') return;
  const images: string[] = [];
  visitNotIgnoredFiles(tree, '.', (file) => {
    if (posix.basename(file) === 'image.json') images.push(projectName(file, invariant(tree.read(file, 'utf8'), file)));
  });
  const others = images.filter((one) => one !== name).sort();
  if (others.includes(base.project)) return;
  throw new BasewrightError(
    'BAD_INPUT',
    `cannot make ${name} on ${base.project}: there is no image project of that name${didYouMean(base.project, others)}`,
    {
      hint: `${others.length === 0 ? '' : `image projects: ${others.join(', ')}; `}an image elsewhere is named with its digest: --from=docker.io/library/${base.project}@sha256:…`,
    },
  );
}

/** Formatting does not count: the workspace may have its own. */
function sameContent(there: string, text: string): boolean {
  const plain = (json: string): string => json.replace(/\s/g, '');
  return plain(there) === plain(text);
}

/** Where the JSON Schema of image.json lies in a workspace that has the plugin, whatever its package manager. */
const SCHEMA = 'node_modules/@basewright/nx/image.schema.json';

/** The text of a new image.json at a path of the workspace. Throws BAD_INPUT where the answers do not go together. */
function imageFileText(path: string, { name, from, libc = 'glibc', platforms }: ImageGeneratorOptions): string {
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
