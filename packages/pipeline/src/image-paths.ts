import { posix } from 'node:path';

/** Where an image project's things lie, all relative to the workspace, with `/`. */
export interface ImagePaths {
  /** Directory of image.json. */
  readonly project: string;
  /** A path written in image.json (relative to it) as a path of the workspace. */
  readonly source: (written: string) => string;
  /** Output directory of a target. */
  readonly output: (target: string) => string;
}

/** Paths of the image `name` in the directory `project`. */
export function imagePaths(project: string, name: string): ImagePaths {
  return {
    project,
    source: (written) => posix.normalize(posix.join(project, written)),
    output: (target) => `dist/images/${name}/${target}`,
  };
}
