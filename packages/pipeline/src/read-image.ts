import { basename, dirname } from 'node:path';

import {
  type AnyImageSpec,
  type ImageSettings,
  isDerived,
  parseImageFile,
  readImageText,
  resolveImageSettings,
} from '@basewright/image';

import { derivedStages } from './derived-stages';
import { imagePaths } from './image-paths';
import { imageStages } from './image-stages';
import { patchFiles } from './patch-files';
import { type Stage } from './stage';

/** An image of the workspace and its stages. */
export interface Image {
  readonly name: string;
  readonly spec: AnyImageSpec;
  /** By target name. */
  readonly stages: Readonly<Record<string, Stage>>;
}

/** Reads an image.json (`file` is relative to the workspace). Throws BAD_INPUT with all its mistakes. */
export function readImage(workspace: string, file: string, written: ImageSettings | undefined): Image {
  const spec = parseImageFile(file, readImageText(workspace, file));
  const name = spec.name ?? basename(dirname(file));
  const paths = imagePaths(dirname(file), name);
  const settings = resolveImageSettings(written);
  if (isDerived(spec)) return { name, spec, stages: derivedStages({ name, image: spec, paths, settings }) };
  const patches = patchFiles(workspace, file, spec.busybox.patches.map(paths.source));
  return { name, spec, stages: imageStages({ name, image: spec, paths, settings }, patches) };
}
