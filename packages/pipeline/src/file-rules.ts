import { posix } from 'node:path';

import { parseConfig, whatIsNotKconfig } from '@basewright/configure';
import { type Problem, readWorkspaceSync, reasonOf } from '@basewright/core';
import { parseCertificates } from '@basewright/effects';
import {
  type AnyImageSpec,
  isDerived,
  isLibraryList,
  isOutside,
  type NamedFile,
  namedFiles,
  type Rule,
} from '@basewright/image';
import { LIBRARY_HINT, parseLibraryList, readLibraryName } from '@basewright/library-resolve';
import { pathOfSource } from '@basewright/tree';

import { patchMistakes } from './patch-files';

/**
 * What stages would refuse of what an image.json names, by their own reading of it: so that it is told beside all other
 * mistakes, before anything is built. `directory` is that of image.json, relative to the workspace.
 */
export function fileRules(workspace: string, directory: string): Rule<AnyImageSpec>[] {
  return [
    librariesAreNames,
    (image) => fileMistakes(workspace, directory, image),
    (image) => certificateMistakes(workspace, directory, image),
  ];
}

const librariesAreNames: Rule<AnyImageSpec> = (image) =>
  (isDerived(image) ? [] : image.libraries).flatMap((name, index) =>
    isLibraryList(name) || readLibraryName(name) !== undefined
      ? []
      : [{ at: ['libraries', index], text: `"${name}" is not the name of a library: ${LIBRARY_HINT}` }],
  );

function fileMistakes(workspace: string, directory: string, image: AnyImageSpec): Problem[] {
  // Of a file elsewhere the rules of image.json complain.
  const named = namedFiles(image).filter(({ source }) => !isOutside(directory, source));
  return named.flatMap((file) => {
    return CHECKS[file.use](workspace, pathOf(directory, file.source), file).map((text) => ({ at: file.at, text }));
  });
}

/** Together: two that differ may come to one name in the image. */
function certificateMistakes(workspace: string, directory: string, image: AnyImageSpec): Problem[] {
  const files = namedFiles(image).flatMap(({ use, at, source }) => {
    if (use !== 'certificate' || isOutside(directory, source)) return [];
    const bytes = bytesOf(workspace, pathOf(directory, source));
    return typeof bytes === 'string' ? [] : [{ at, source, bytes }];
  });
  const problems: Problem[] = [];
  parseCertificates(files, new Date(), ({ at: [field = '', index], text }) =>
    problems.push({ at: (typeof index === 'number' ? files[index]?.at : undefined) ?? [field], text }),
  );
  return problems;
}

function pathOf(directory: string, source: string): string {
  return posix.normalize(posix.join(directory, source));
}

/** What is wrong with a file, `path` of the workspace, as ends of sentences. */
type Check = (workspace: string, path: string, file: NamedFile) => string[];

const CHECKS: Readonly<Record<NamedFile['use'], Check>> = {
  rootfs: sourceMistake,
  config: (workspace, path) =>
    ofContent(workspace, path, (bytes) => whatIsNotKconfig(path, parseConfig(bytes.toString('utf8')))),
  patch: (workspace, path, { source }) => patchMistakes(workspace, path, source),
  libraries: (workspace, path) =>
    ofContent(workspace, path, (bytes) =>
      parseLibraryList(bytes.toString('utf8')).flatMap(({ text, line }) =>
        readLibraryName(text) === undefined ? [`${path}:${line}: "${text}" is not the name of a library`] : [],
      ),
    ),
  certificate: (workspace, path) => ofContent(workspace, path, () => []),
  nsswitch: (workspace, path) => ofContent(workspace, path, () => []),
};

function ofContent(workspace: string, path: string, check: (bytes: Buffer) => string[]): string[] {
  const bytes = bytesOf(workspace, path);
  return typeof bytes === 'string' ? [bytes] : check(bytes);
}

/** What a file holds, or why it cannot be read. */
function bytesOf(workspace: string, path: string): Buffer | string {
  try {
    return readWorkspaceSync(workspace, path);
  } catch (thrown) {
    return reasonOf(thrown);
  }
}

function sourceMistake(workspace: string, path: string): string[] {
  try {
    pathOfSource(workspace, path);
    return [];
  } catch (thrown) {
    return [`${path}: ${reasonOf(thrown)}`];
  }
}
