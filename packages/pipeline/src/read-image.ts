import { basename, dirname } from 'node:path';

import {
  type AnyImageSpec,
  type ImageSettings,
  isDerived,
  parseImageFile,
  readImageText,
  resolveImageSettings,
  type Rule,
} from '@basewright/image';

import { derivedStages } from './derived-stages';
import { fileRules } from './file-rules';
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

/**
 * Reads an image.json (`file` is relative to the workspace). Throws BAD_INPUT with all that is wrong with it and with the files
 * that it names, and with all that `more` rules say.
 */
export function readImage(
  workspace: string,
  file: string,
  written: ImageSettings | undefined,
  more: readonly Rule<AnyImageSpec>[] = [],
): Image {
  const rules = [...fileRules(workspace, dirname(file)), ...more];
  const spec = parseImageFile(file, readImageText(workspace, file), rules);
  const name = spec.name ?? basename(dirname(file));
  const paths = imagePaths(dirname(file), name);
  const settings = resolveImageSettings(written);
  if (isDerived(spec)) return { name, spec, stages: derivedStages({ name, image: spec, paths, settings }) };
  const patches = spec.busybox.patches.flatMap((path) => patchFiles(workspace, paths.source(path)));
  return { name, spec, stages: imageStages({ name, image: spec, paths, settings }, patches) };
}
