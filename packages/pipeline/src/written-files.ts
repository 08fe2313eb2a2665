import { type AnyImageSpec, type BuildTarget, buildTargetOf, forPlatform } from '@basewright/image';
import { type LayerAssembleOptions } from '@basewright/layer-assemble';

import { type ImagePaths } from './image-paths';

/** What an image adds of files on one platform. */
export interface WrittenFiles {
  /** As the stages take them. */
  readonly files: NonNullable<LayerAssembleOptions['files']>;
  /** Those of the workspace: what keys the stage that takes them. */
  readonly sources: readonly string[];
  /** The targets that leave the others, by the name that image.json gives each. */
  readonly builds: Readonly<Record<string, BuildTarget>>;
}

/** `rootfs.files` and `builds` of an image.json for a platform. */
export function writtenFiles(image: AnyImageSpec, paths: ImagePaths, id: string): WrittenFiles {
  const files = image.rootfs.files.map((file) => ({
    ...file,
    source: file.from === undefined ? paths.source(file.source) : forPlatform(file.source, id),
  }));
  return {
    files,
    sources: files.flatMap(({ source, from }) => (from === undefined ? [source] : [])),
    builds: Object.fromEntries(Object.entries(image.builds).map(([name, build]) => [name, buildTargetOf(build, id)])),
  };
}
