import { dirname } from 'node:path';

import { type ImageSettings, readImage } from '@basewright/image';
import { type CreateNodes, createNodesFromFiles, type ProjectConfiguration } from '@nx/devkit';

import { PLUGIN } from './plugin-name';
import { imageTargets } from './targets/image-targets';
import { packageOrigin } from './targets/stage-inputs';

/** What Nx calls the plugin. */
export const name = PLUGIN;

/** Nx plugin: every image.json of the workspace is a project with the targets of its stages. */
export const createNodes: CreateNodes<ImageSettings> = [
  '**/image.json',
  (files, settings, context) =>
    createNodesFromFiles(
      (file) => ({ projects: { [dirname(file)]: inferImage(context.workspaceRoot, file, settings) } }),
      files.filter((file) => !file.includes('node_modules/')),
      settings,
      context,
    ),
];

/** The project an image.json stands for. `file` is relative to the workspace. Throws BAD_INPUT with all its mistakes. */
export function inferImage(
  workspace: string,
  file: string,
  settings: ImageSettings | undefined,
): Omit<ProjectConfiguration, 'root'> {
  const image = readImage(workspace, file, settings);
  const { busybox, libc, platforms } = image.spec;
  const origin = packageOrigin(
    workspace,
    Object.values(image.stages).map((stage) => stage.package),
  );
  const { targets, groups } = imageTargets(image, { image: file, settings: settings ?? {} }, origin);
  return {
    name: image.name,
    projectType: 'application',
    implicitDependencies: [...origin.projects],
    targets,
    metadata: {
      description: `BusyBox ${busybox.version} on ${libc} for ${platforms.join(', ')}`,
      technologies: ['basewright', 'busybox', libc],
      targetGroups: groups,
    },
  };
}
