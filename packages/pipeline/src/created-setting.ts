import { posix } from 'node:path';

import { type AnyImageSpec, namedFiles } from '@basewright/image';

import { type ImagePaths } from './image-paths';

/** The options and the keys of a stage that come from `image.created`; none for the default. */
export interface CreatedSetting {
  readonly options: { readonly created?: string | { readonly lastCommitOf: readonly string[] } };
  readonly lastCommitOf: readonly string[];
}

/**
 * When an image was made: with "git" by the last commit that touched its image.json or a file that this names. Not all of
 * its directory: a note beside it, or the digests of what was built, are no sources.
 */
export function createdSetting(image: AnyImageSpec, paths: ImagePaths): CreatedSetting {
  const { created } = image.image;
  if (created === undefined) return { options: {}, lastCommitOf: [] };
  if (created !== 'git') return { options: { created }, lastCommitOf: [] };
  const named = namedFiles(image).map(({ source }) => paths.source(source).replace(/(?<=.)\/$/, ''));
  const lastCommitOf = [...new Set([posix.join(paths.project, 'image.json'), ...named])];
  return { options: { created: { lastCommitOf } }, lastCommitOf };
}
