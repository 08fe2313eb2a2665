import { posix } from 'node:path';

import { BasewrightError, didYouMean, invariant, type Problem } from '@basewright/core';
import {
  accountsFit,
  accountsOf,
  type AnyImageSpec,
  type DerivedSpec,
  isDerived,
  parseBaseReference,
  parseImageFile,
  projectNameIn,
  readImageText,
  type Rule,
} from '@basewright/image';

/** Every image.json of a workspace by the name of its project, relative to the workspace. */
export type ImageFiles = ReadonlyMap<string, string>;

/** Which projects the image.json `files` of a workspace stand for. */
export function imageFiles(workspace: string, files: readonly string[]): ImageFiles {
  return new Map(files.map((file) => [projectNameIn(workspace, file), file]));
}

/** The project that an image is made on, null where it is none of this workspace. */
export function baseProject(image: AnyImageSpec): string | null {
  if (!isDerived(image)) return null;
  const base = parseBaseReference(image.from);
  return typeof base !== 'string' && base.kind === 'project' ? base.project : null;
}

/**
 * What an image.json (`file` is relative to the workspace) has to be beside the others: it has a name of its own, and its base
 * is there, has its platforms and the accounts that it names, and is not made on it in turn.
 */
export function projectRules(workspace: string, file: string, files: ImageFiles): Rule<AnyImageSpec>[] {
  return [
    (image) => nameIsOwn(nameOf(image, file), file, files),
    (image) => {
      const project = baseProject(image);
      return project === null || !isDerived(image)
        ? []
        : baseMistakes(workspace, { image, name: nameOf(image, file) }, project, files);
    },
  ];
}

function nameOf({ name }: AnyImageSpec, file: string): string {
  return name ?? posix.basename(posix.dirname(file));
}

/** Two images of one name would write to one directory: all of them but one are to have another. */
function nameIsOwn(name: string, file: string, files: ImageFiles): Problem[] {
  const other = files.get(name);
  if (other === undefined || other === file) return [];
  return [{ at: ['name'], text: `${other} is called ${name} too; give one of them another "name"` }];
}

function baseMistakes(
  workspace: string,
  { image, name }: { readonly image: DerivedSpec; readonly name: string },
  project: string,
  files: ImageFiles,
): Problem[] {
  if (!files.has(project)) {
    const others = [...files.keys()].filter((other) => other !== name);
    const near = didYouMean(project, others);
    const elsewhere = `an image elsewhere is named with its digest: docker.io/library/${project}@sha256:…`;
    const text = `there is no image project "${project}"${near === '' ? `; ${elsewhere}` : near}`;
    return [{ at: ['from'], text }];
  }
  const circle = circleFrom(workspace, name, files);
  if (circle !== null) return [{ at: ['from'], text: `${circle.join(' is made on ')}: that is a circle` }];
  const base = readSpec(workspace, project, files);
  if (base === null) return [];
  const accounts = image.packages.length > 0 ? null : accountsIn(workspace, project, files);
  return [
    ...image.platforms.flatMap((id, index): Problem[] => {
      const text = `${project} is not built for ${id}; its platforms are ${base.platforms.join(', ')}`;
      return base.platforms.includes(id) ? [] : [{ at: ['platforms', index], text }];
    }),
    ...(accounts === null ? [] : accountsFit(accounts)(image)),
  ];
}

/** The accounts of an image of the workspace; null where only a build could say. */
function accountsIn(
  workspace: string,
  project: string,
  files: ImageFiles,
  above: readonly string[] = [],
): ReturnType<typeof accountsOf> {
  const image = above.includes(project) ? null : readSpec(workspace, project, files);
  if (image === null) return null;
  if (!isDerived(image)) return accountsOf(image);
  const base = baseProject(image);
  return accountsOf(image, base === null ? null : accountsIn(workspace, base, files, [...above, project]));
}

/** The way from a project over its bases back to itself, or null. */
function circleFrom(workspace: string, name: string, files: ImageFiles): string[] | null {
  const way = [name];
  for (;;) {
    const image = readSpec(workspace, invariant(way.at(-1), 'a project on the way'), files);
    const next = image === null ? null : baseProject(image);
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
