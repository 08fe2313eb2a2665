import { existsSync, lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, posix, relative } from 'node:path';

import { didYouMean, reasonOf } from '@basewright/core';

import { byCodeUnit } from './image-path';
import { lookAtFile } from './look-at-file';
import { isStartable, type Program } from './program';
import { type SourceNode, type SourceTree, type WrittenFile } from './source-tree';

/**
 * Looks for a source below the outputs of a build: workspace paths of directories and files, as its target declares them.
 * What keys it is what Nx sees of outputs: names and content of files. So nothing else decides what is found: no mode, no
 * empty directory, no link. Never throws: problems are part of the answer.
 */
export function readBuilt(workspace: string, written: WrittenFile, outputs: readonly string[]): SourceTree {
  let found = written;
  try {
    found = { ...written, source: placeOf(workspace, written.source, outputs) };
    const left = outputs.map((output) => join(workspace, output)).filter((path) => existsSync(path));
    const inside = left.map((path) => realpathSync(path));
    const nodes = walk(join(workspace, found.source), '', inside);
    return nodes.length === 0
      ? { written: found, nodes, problem: 'there is no file in it' }
      : { written: found, nodes };
  } catch (error) {
    return { written: found, nodes: [], problem: reasonOf(error) };
  }
}

/** Where a source is: below one output, or an output of that name itself. Throws what is wrong as the end of a sentence. */
function placeOf(workspace: string, source: string, outputs: readonly string[]): string {
  const plain = posix.normalize(source).replace(/\/$/, '');
  const isThere = (path: string): boolean => existsSync(join(workspace, path));
  const left = outputs.filter(isThere);
  const from = outputs.join(', ');
  if (left.length === 0) throw new Error(`the build left nothing at ${from}`);
  const places = left.flatMap((output) => {
    const below = posix.join(output, plain);
    const isNamed = output === plain || output.endsWith(`/${plain}`);
    return [...(isThere(below) ? [below] : []), ...(isNamed ? [output] : [])];
  });
  const [place, ...others] = [...new Set(places)];
  if (place === undefined) {
    const near = didYouMean(
      plain,
      left.flatMap((output) => namesBelow(join(workspace, output), output)),
    );
    throw new Error(`the build left no ${plain} below ${from}${near}`);
  }
  if (others.length > 0) throw new Error(`the build left several of that name: ${[place, ...others].join(', ')}`);
  return place;
}

/** What could have been meant. */
function namesBelow(path: string, output: string): string[] {
  if (!statSync(path).isDirectory()) return [posix.basename(output)];
  return readdirSync(path, { recursive: true }).map(String).sort(byCodeUnit);
}

/** What is below a path, `below` from the source. `outputs` are absolute, links followed. It waits for each file, as readPieces does. */
function walk(path: string, below: string, outputs: readonly string[]): SourceNode[] {
  const own = lstatSync(path);
  const stats = own.isSymbolicLink() ? behind(path, below, outputs) : own;
  if (stats.isDirectory()) {
    if (own.isSymbolicLink()) throw new Error(`${shown(below)} is a link to a directory, which Nx does not see change`);
    const names = readdirSync(path).sort(byCodeUnit);
    return names.flatMap((name) => walk(join(path, name), posix.join(below, name), outputs));
  }
  if (!stats.isFile()) throw new Error(`${shown(below)} is no file, directory or symbolic link`);
  const { sha256, program } = lookAtFile(path);
  const content = { file: realpathSync(path), size: stats.size, program };
  return [{ below, type: 'file', content, executable: isExecutable(path, program), sha256 }];
}

/** What a link leads to: something else that the build left. */
function behind(path: string, below: string, outputs: readonly string[]): Stats {
  if (!existsSync(path)) throw new Error(`${shown(below)} is a link to nothing`);
  const target = realpathSync(path);
  const isInside = outputs.some((output) => !/^\.\.(\/|$)/.test(relative(output, target)));
  if (!isInside) throw new Error(`${shown(below)} is a link that leads out of what the build left`);
  return statSync(path);
}

function shown(below: string): string {
  return below === '' ? 'it' : below;
}

function isExecutable(path: string, program: Program): boolean {
  return program.kind === 'script' || (program.kind === 'elf' && isStartable(path, program.elf));
}
