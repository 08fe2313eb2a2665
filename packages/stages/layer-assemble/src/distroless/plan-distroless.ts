import { BasewrightError } from '@basewright/core';
import { type ImageTree } from '@basewright/oci';
import { arrangeTree, isWritten, type Start, type TreeEntry, type WrittenUser } from '@basewright/tree';

import { baseEntries, type KeptFact } from './base-entries';
import { findBrokenReferences } from './broken-references';
import { type FileKind } from './file-kinds';
import { findRemoved, type Removed } from './find-removed';

/** What a distroless image is made of. */
export interface DistrolessInputs {
  /** The image project's name. */
  readonly name: string;
  /** The whole tree, base and added: {@link wholeTree}. */
  readonly entries: readonly TreeEntry[];
  readonly fileKinds: ReadonlyMap<string, FileKind>;
  /** Paths that go because image.json says so. */
  readonly withoutFiles: readonly string[];
  readonly users: readonly WrittenUser[];
  readonly start: Start;
}

/** The tree of a distroless image, sorted by path, and what went. */
export interface DistrolessPlan {
  readonly entries: readonly TreeEntry[];
  readonly removed: readonly Removed[];
}

/** A base with a layer on top, as one tree. */
export function wholeTree(base: ImageTree<KeptFact>, layer: readonly TreeEntry[]): TreeEntry[] {
  const covered = new Set(layer.map(({ path }) => path));
  return [...baseEntries(new Map([...base].filter(([path]) => !covered.has(path)))), ...layer];
}

/**
 * Decides what goes from a tree, and what is left. Throws BAD_INPUT with everything left that needs what went, and every
 * path to take away that is not there, each with its place in image.json.
 */
export function planDistroless({
  name,
  entries,
  fileKinds,
  withoutFiles,
  users,
  start,
}: DistrolessInputs): DistrolessPlan {
  const written = new Set(entries.filter(isWritten).map(({ path }) => path));
  const removed = findRemoved({ entries, fileKinds, written }, withoutFiles);
  const problems = [
    ...withoutFiles.flatMap((path, index) =>
      removed.has(path) ? [] : [`withoutFiles[${index}]: there is no ${path} in the base`],
    ),
    ...findBrokenReferences({ entries, fileKinds, written, removed, users, start }),
  ];
  const left = arrangeTree(
    entries.filter(({ path }) => !removed.has(path)),
    (problem) => problems.push(problem),
  );
  if (problems.length > 0) throw refusal(name, problems);
  return { entries: left, removed: [...removed.values()].sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

function refusal(name: string, problems: readonly string[]): BasewrightError {
  const lines = problems.map((problem) => `  ${problem}`).join('\n');
  return new BasewrightError('BAD_INPUT', `cannot make ${name} distroless: something left needs what goes\n${lines}`, {
    hint: 'a distroless image has no shell: start its program itself (image.entrypoint, image.cmd), and name in withoutFiles what else of the base is not needed',
  });
}
