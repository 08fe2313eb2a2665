import { basename, dirname, join } from 'node:path';

import { BasewrightError, readForeignSync, reasonOf } from '@basewright/core';

import { type AnyImageSpec, isDerived, parseImageFile } from './image-file/parse-image-file';
import { type ImageSettings, resolveImageSettings } from './image-settings';
import { patchFiles } from './patch-files';
import { imagePaths } from './stages/image-paths';
import { derivedStages } from './stages/derived-stages';
import { imageStages } from './stages/image-stages';
import { type Stage } from './stages/stage';

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

/** Bytes: more than anybody writes. */
const LONGEST = 64 << 20;

/** The text of an image.json (`file` is relative to the workspace). Throws BAD_INPUT for what is no file; no pipe is waited for. */
export function readImageText(workspace: string, file: string): string {
  try {
    return readForeignSync(join(workspace, file), LONGEST).toString('utf8');
  } catch (cause) {
    throw new BasewrightError('BAD_INPUT', `cannot read ${file}: ${reasonOf(cause)}`, { cause });
  }
}
