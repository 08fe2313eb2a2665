import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { type CreateNodes, createNodesFromFiles, type ProjectConfiguration } from '@nx/devkit';

import { parseImageFile } from './image-file/parse-image-file';
import { patchFiles } from './patch-files';
import { type PluginOptions, resolvePluginOptions } from './plugin-options';
import { imagePaths } from './targets/image-paths';
import { imageTargets, STAGES } from './targets/image-targets';
import { packageOrigin } from './targets/stage-inputs';

/** What `nx g` and Nx itself call the plugin. */
export const name = '@basewright/nx';

/** Nx plugin: every image.json of the workspace is a project with the targets of its stages. */
export const createNodes: CreateNodes<PluginOptions> = [
  '**/image.json',
  (files, options, context) =>
    createNodesFromFiles(
      (file) => {
        const project = inferImage(context.workspaceRoot, file, options);
        return { projects: { [dirname(file)]: project } };
      },
      files.filter((file) => !file.includes('node_modules/')),
      options,
      context,
    ),
];

/** The project an image.json stands for. `file` is relative to the workspace. Throws BAD_INPUT with all its mistakes. */
export function inferImage(
  workspace: string,
  file: string,
  options: PluginOptions | undefined,
): Omit<ProjectConfiguration, 'root'> {
  const image = parseImageFile(file, readFileSync(join(workspace, file), 'utf8'));
  const directory = dirname(file);
  const imageName = image.name ?? basename(directory);
  const paths = imagePaths(directory, imageName);
  const origin = packageOrigin(workspace, STAGES);
  const context = { name: imageName, image, paths, options: resolvePluginOptions(options) };
  const patches = patchFiles(workspace, file, image.busybox.patches.map(paths.source));
  const { targets, groups } = imageTargets(context, patches, origin);
  return {
    name: imageName,
    projectType: 'application',
    implicitDependencies: [...origin.projects],
    targets,
    metadata: {
      description: `BusyBox ${image.busybox.version} on ${image.libc} for ${image.platforms.join(', ')}`,
      technologies: ['basewright', 'busybox', image.libc],
      targetGroups: groups,
    },
  };
}
