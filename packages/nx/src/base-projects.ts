import { BasewrightError, didYouMean, invariant } from '@basewright/core';
import {
  type AnyImageSpec,
  type DerivedSpec,
  isDerived,
  parseBaseReference,
  parseImageFile,
  projectNameIn,
  readImageText,
} from '@basewright/image';

/** Every image.json of a workspace by the name of its project, relative to the workspace. */
export type ImageFiles = ReadonlyMap<string, string>;

/** Which projects the image.json `files` of a workspace stand for. */
export function imageFiles(workspace: string, files: readonly string[]): ImageFiles {
  return new Map(files.map((file) => [projectNameIn(workspace, file), file]));
}

/**
 * The project that an image is made on, null where it is none of this workspace. Throws BAD_INPUT when there is no such
 * project, when it lacks a platform, or when it is made on this one in turn.
 */
export function baseProject(
  workspace: string,
  { name, file, image }: { readonly name: string; readonly file: string; readonly image: AnyImageSpec },
  files: ImageFiles,
): string | null {
  const project = projectOf(image);
  if (project === null) return null;
  const problems = problemsOf(workspace, name, image as DerivedSpec, project, files);
  if (problems.length === 0) return project;
  const count = problems.length === 1 ? '1 mistake' : `${problems.length} mistakes`;
  throw new BasewrightError(
    'BAD_INPUT',
    `cannot use ${file}: ${count}\n${problems.map((each) => `  ${each}`).join('\n')}`,
  );
}

function projectOf(image: AnyImageSpec): string | null {
  if (!isDerived(image)) return null;
  const base = parseBaseReference(image.from);
  return typeof base !== 'string' && base.kind === 'project' ? base.project : null;
}

function problemsOf(
  workspace: string,
  name: string,
  { platforms }: DerivedSpec,
  project: string,
  files: ImageFiles,
): string[] {
  if (!files.has(project)) {
    const others = [...files.keys()].filter((other) => other !== name);
    const near = didYouMean(project, others);
    const elsewhere = `an image elsewhere is named with its digest: docker.io/library/${project}@sha256:…`;
    return [`from: there is no image project "${project}"${near === '' ? `; ${elsewhere}` : near}`];
  }
  const circle = circleFrom(workspace, name, files);
  if (circle !== null) return [`from: ${circle.join(' is made on ')}: that is a circle`];
  const base = readSpec(workspace, project, files);
  if (base === null) return [];
  return platforms.flatMap((id, index) =>
    base.platforms.includes(id)
      ? []
      : [`platforms[${index}]: ${project} is not built for ${id}; its platforms are ${base.platforms.join(', ')}`],
  );
}

/** The way from a project over its bases back to itself, or null. */
function circleFrom(workspace: string, name: string, files: ImageFiles): string[] | null {
  const way = [name];
  for (;;) {
    const image = readSpec(workspace, invariant(way.at(-1), 'a project on the way'), files);
    const next = image === null ? null : projectOf(image);
    // A circle that this project only leads into is reported by those in it.
    if (next === null || way.slice(1).includes(next)) return null;
    way.push(next);
    if (next === name) return way;
  }
}

/** An image of the workspace; null where there is none, or its file has mistakes, which are reported as its own. */
function readSpec(workspace: string, project: string, files: ImageFiles): AnyImageSpec | null {
  const file = files.get(project);
  if (file === undefined) return null;
  try {
    return parseImageFile(file, readImageText(workspace, file));
  } catch (error) {
    if (error instanceof BasewrightError) return null;
    throw error;
  }
}
