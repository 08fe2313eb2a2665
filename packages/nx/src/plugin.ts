import { dirname, join } from 'node:path';

import { BasewrightError } from '@basewright/core';
import {
  type AnyImageSpec,
  type ImageSettings,
  isDerived,
  projectNameIn,
  resolveImageSettings,
} from '@basewright/image';
import { readImage } from '@basewright/pipeline';
import {
  type CreateDependencies,
  type CreateNodes,
  createNodesFromFiles,
  DependencyType,
  type PreTasksExecution,
  type ProjectConfiguration,
} from '@nx/devkit';

import { buildDependencies, buildRules } from './build-dependencies';
import { baseProject, type ImageFiles, imageFiles, projectRules } from './base-projects';
import { NX_VERSION } from './check-versions';
import { PLUGIN } from './plugin-name';
import { refusedImage } from './refused/refused-image';
import { goOnWithoutRemoteCache, isRemoteCacheSet } from './remote-cache/go-on-without';
import { imageTargets } from './targets/image-targets';
import { type LockInputs, lockInputs } from './targets/lock-inputs';
import { packageOrigin } from './targets/stage-inputs';

/** What Nx calls the plugin. */
export const name = PLUGIN;

/** Nx plugin: every image.json of the workspace is a project with the targets of its stages. */
export const createNodes: CreateNodes<ImageSettings> = [
  '**/image.json',
  (files, settings, context) => {
    const own = files.filter((file) => !file.includes('node_modules/'));
    const workspace = context.workspaceRoot;
    // Read once for all images, and not where the options have mistakes: then each image says these.
    let locks: LockInputs | undefined;
    const known: WorkspaceFacts = {
      images: imageFiles(workspace, own),
      locks: (purposes) => {
        locks ??= lockInputs(join(workspace, resolveImageSettings(settings).lockFile));
        return locks(purposes);
      },
    };
    const infer = (file: string): InferredProject => inferOrRefuse(workspace, file, settings, known);
    return createNodesFromFiles((file) => ({ projects: { [dirname(file)]: infer(file) } }), own, settings, context);
  },
];

/** Nx hook: an image depends on the projects whose outputs it takes files from. */
export const createDependencies: CreateDependencies<ImageSettings> = (_settings, { projects }) =>
  buildDependencies(projects).map((one) => ({ ...one, type: DependencyType.implicit }));

/**
 * Nx hook before every run where a remote cache is set: one that is down does not stop it. Nowhere else, since Nx's
 * daemon starts the process of a plugin with this hook anew for each run, which takes 0.4 s.
 */
export const preTasksExecution: PreTasksExecution<ImageSettings> | undefined = isRemoteCacheSet()
  ? () => goOnWithoutRemoteCache()
  : undefined;

/** What is known of a workspace, whichever of its images is looked at. */
export interface WorkspaceFacts {
  /** All images. */
  readonly images: ImageFiles;
  readonly locks: LockInputs;
}

type InferredProject = Omit<ProjectConfiguration, 'root'>;

/** {@link inferImage}; of an image.json with mistakes a project whose targets say these. */
export function inferOrRefuse(
  workspace: string,
  file: string,
  settings: ImageSettings | undefined,
  known: WorkspaceFacts,
): InferredProject {
  try {
    return inferImage(workspace, file, settings, known);
  } catch (error) {
    if (!(error instanceof BasewrightError)) throw error;
    const own = projectNameIn(workspace, file);
    // Nx knows one project by a name.
    const isTaken = (known.images.get(own) ?? file) !== file;
    return refusedImage(isTaken ? dirname(file).replaceAll('/', '-') : own, error);
  }
}

/**
 * The project an image.json stands for. `file` is relative to the workspace. Throws BAD_INPUT with all its mistakes.
 */
export function inferImage(
  workspace: string,
  file: string,
  settings: ImageSettings | undefined,
  { images, locks }: WorkspaceFacts,
): InferredProject {
  const rules = [...projectRules(workspace, file, images), ...buildRules(file, NX_VERSION)];
  const image = readImage(workspace, file, settings, rules);
  const base = baseProject(image.spec);
  const origin = packageOrigin(
    workspace,
    Object.values(image.stages).map(({ stage }) => stage),
  );
  const { targets, groups } = imageTargets(image, { image: file, settings: settings ?? {} }, { origin, locks });
  return {
    name: image.name,
    projectType: 'application',
    implicitDependencies: [...origin.projects, ...(base === null ? [] : [base])],
    targets,
    metadata: {
      ...describe(image.spec),
      targetGroups: groups,
    },
  };
}

function describe(image: AnyImageSpec): { readonly description: string; readonly technologies: string[] } {
  const platforms = image.platforms.join(', ');
  if (isDerived(image))
    return { description: `${image.from} with more, for ${platforms}`, technologies: ['basewright'] };
  const { busybox, libc } = image;
  const description = `BusyBox ${busybox.version} on ${libc} for ${platforms}`;
  return { description, technologies: ['basewright', 'busybox', libc] };
}
