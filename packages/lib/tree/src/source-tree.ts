import { existsSync, lstatSync, readdirSync, readlinkSync, realpathSync, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';

import { ownValue, reasonOf } from '@basewright/core';

import { readBuilt } from './built-source';
import { byCodeUnit } from './image-path';
import { lookAtFile } from './look-at-file';
import { type FileContent } from './tree';

/** A file or directory of the workspace that goes into the image. */
export interface WrittenFile {
  /** Name of the build that leaves it. Default: it is the workspace's own. */
  readonly from?: string;
  /** Path of a file or directory, relative to the workspace; of what a build leaves, below its outputs. */
  readonly source: string;
  /** Where it goes: the file's own path, with a slash at its end the directory it goes into; or the directory's that gets the content of the source directory. */
  readonly path: string;
  /**
   * Octal, for files: `0600`. Default: 0755 where the source is executable, and of a build where it is a program or a
   * script; else 0644. Directories are 0755.
   */
  readonly mode?: string;
  /** `user`, `user:group` or `uid:gid`, for everything of it. Default: root. */
  readonly owner?: string;
}

/** One thing found below a source; `below` is its path there, empty for the source itself. */
export type SourceNode = { readonly below: string } & (
  | { readonly type: 'directory' }
  | { readonly type: 'symlink'; readonly target: string }
  | {
      readonly type: 'file';
      readonly content: FileContent;
      readonly executable: boolean;
      readonly sha256: string;
    }
);

/** What lies at a source. `problem` says why it cannot be used; what was found until then is still there. */
export interface SourceTree {
  readonly written: WrittenFile;
  readonly nodes: readonly SourceNode[];
  readonly problem?: string;
}

/** Bytes of small files that are kept until the layer is written, all sources together; the others are read once more. */
const ROOM = 1 << 27;

/** How much of ROOM is left. */
interface Room {
  bytes: number;
}

/** What each build leaves, by its name: directories and files, relative to the workspace. */
export type BuildOutputs = Readonly<Record<string, readonly string[]>>;

/** Looks at every source of an image, without deciding anything. Never throws: problems are part of the answer. */
export async function readSources(
  workspace: string,
  files: readonly WrittenFile[],
  builds: BuildOutputs = {},
): Promise<SourceTree[]> {
  const room = { bytes: ROOM };
  return Promise.all(
    files.map(async (written) =>
      written.from === undefined
        ? readSource(workspace, written, room)
        : readBuilt(workspace, written, ownValue(builds, written.from) ?? []),
    ),
  );
}

/** The sha256 of every file found, by its path in the workspace. */
export function sourceDigests(trees: readonly SourceTree[]): Record<string, string> {
  const digests = trees.flatMap(({ written, nodes }) =>
    nodes.flatMap((node) => (node.type === 'file' ? [[join(written.source, node.below), node.sha256]] : [])),
  );
  return Object.fromEntries(digests) as Record<string, string>;
}

async function readSource(workspace: string, written: WrittenFile, room: Room): Promise<SourceTree> {
  const nodes: SourceNode[] = [];
  try {
    const path = pathOfSource(workspace, written.source);
    walk({ path, below: '', stats: await stat(path) }, nodes, room);
    return { written, nodes };
  } catch (error) {
    return { written, nodes, problem: reasonOf(error) };
  }
}

/**
 * Where a source lies; what is wrong with it is thrown, as the end of a sentence. Nx hashes what is in the workspace only: a
 * file from elsewhere could change without a target running again.
 */
export function pathOfSource(workspace: string, source: string): string {
  if (isAbsolute(source)) throw new Error('a source is a path relative to the workspace');
  if (!existsSync(join(workspace, source))) throw new Error('there is no such file in the workspace');
  const [root, path] = [realpathSync(workspace), realpathSync(join(workspace, source))];
  const from = relative(root, path);
  if (from === '..' || from.startsWith(`..${sep}`)) throw new Error('it lies outside the workspace');
  return path;
}

interface Found {
  /** Absolute, on this machine. */
  readonly path: string;
  readonly below: string;
  readonly stats: Stats;
}

/** It waits for each file, as readPieces does, and for the same reason. */
function walk({ path, below, stats }: Found, nodes: SourceNode[], room: Room): void {
  if (stats.isDirectory()) {
    nodes.push({ below, type: 'directory' });
    for (const name of readdirSync(path).sort(byCodeUnit)) {
      const child = `${path}/${name}`;
      walk({ path: child, below: below === '' ? name : `${below}/${name}`, stats: lstatSync(child) }, nodes, room);
    }
  } else if (stats.isSymbolicLink()) {
    nodes.push({ below, type: 'symlink', target: readlinkSync(path) });
  } else if (stats.isFile()) {
    const { sha256, program, bytes } = lookAtFile(path);
    const isKept = bytes !== undefined && bytes.length <= room.bytes;
    if (isKept) room.bytes -= bytes.length;
    const content = isKept ? { bytes, program } : { file: path, size: stats.size, program };
    nodes.push({ below, type: 'file', content, executable: (stats.mode & 0o100) !== 0, sha256 });
  } else {
    throw new Error(`${below === '' ? 'it' : below} is no file, directory or symbolic link`);
  }
}
