import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { type ImageSpec } from './image-file/image-schema';
import { parseImageFile } from './image-file/parse-image-file';
import { type ImageSettings, resolveImageSettings } from './image-settings';
import { patchFiles } from './patch-files';
import { imagePaths } from './stages/image-paths';
import { imageStages } from './stages/image-stages';
import { type Stage } from './stages/stage';

/** An image of the workspace and its stages. */
export interface Image {
  readonly name: string;
  readonly spec: ImageSpec;
  /** By target name. */
  readonly stages: Readonly<Record<string, Stage>>;
}

/** Reads an image.json (`file` is relative to the workspace). Throws BAD_INPUT with all its mistakes. */
export function readImage(workspace: string, file: string, written: ImageSettings | undefined): Image {
  const spec = parseImageFile(file, readFileSync(join(workspace, file), 'utf8'));
  const name = spec.name ?? basename(dirname(file));
  const paths = imagePaths(dirname(file), name);
  const context = { name, image: spec, paths, settings: resolveImageSettings(written) };
  const patches = patchFiles(workspace, file, spec.busybox.patches.map(paths.source));
  return { name, spec, stages: imageStages(context, patches) };
}
