import { posix } from 'node:path';

import { FINDING_KINDS } from '@basewright/contracts';
import { type Platform, resolvePath } from '@basewright/core';

import { checkFile, type FileContext, type FileFinding } from './check-file';
import { libraryFindings } from './check-libraries';
import { linkFindings } from './check-links';
import { checkStart } from './check-start';
import { type Finding } from './finding';
import { isStartable } from './program';
import { type Start } from './start';
import { isAuthors, type NodeFacts, type TreeFacts } from './tree-facts';

/** What is looked at. */
export interface Subject {
  readonly facts: TreeFacts;
  readonly start: Start;
  readonly platform: Platform;
  /** Paths that a distroless image took from its base: what is left of that may need them. */
  readonly removed: readonly string[];
}

/**
 * Everything that keeps an image, or a program that it adds to its base, from starting, as far as that can be found
 * without running it; sorted by kind and file. What is started, and what the author puts into a directory of PATH, is an
 * error; anything else a warning, for a file may never be started, or be data.
 */
export function findFindings({ facts, start, platform, removed }: Subject): Finding[] {
  const { findings, started, search } = checkStart(facts, start);
  const libraryPath = (start.env['LD_LIBRARY_PATH'] ?? '').split(':').filter((directory) => directory.startsWith('/'));
  const { volumes } = start;
  const context: FileContext = { facts, platform, search, libraryPath, volumes, places: libraryPlaces(facts) };
  const names = new Set(removed.map((path) => posix.basename(path)));
  const files = fileFindings(context, started, names);
  const told = new Set(files.map(({ need }) => need));
  const all = [
    ...findings,
    ...files,
    ...libraryFindings(context).filter(({ need }) => !told.has(need)),
    // A link to nothing that is started is told as what does not start.
    ...linkFindings(facts, start).filter(({ kind, need }) => kind !== 'dangling-link' || !started.includes(need ?? '')),
  ];
  const order = ({ kind }: Finding): number => FINDING_KINDS.indexOf(kind);
  return all.sort((a, b) => order(a) - order(b) || byCodeUnit(a.file ?? '', b.file ?? ''));
}

/** `started` are paths of programs, `removed` names of files that the base had. */
function fileFindings(context: FileContext, started: readonly string[], removed: ReadonlySet<string>): Finding[] {
  const { nodes } = context.facts;
  const onPath = new Set(context.search.path.split(':').map((directory) => resolvePath(nodes, directory) ?? directory));
  const seen = new Set<string>();
  const queue = [...started];
  const look = (path: string, isStarted: boolean): Finding[] => {
    const node = nodes.get(path);
    if (node?.program === undefined || seen.has(path)) return [];
    seen.add(path);
    const { findings, startedBy } = checkFile(path, node.program, context);
    if (isStarted) queue.push(...startedBy);
    const weight = isStarted ? 'started' : isAuthors(node) && onPath.has(posix.dirname(path)) ? 'on-path' : 'any';
    return findings
      .filter((one) => node.origin !== undefined || concernsBase(one, isStarted, removed))
      .map((one) => findingOf(one, path, node, weight));
  };
  const found: Finding[] = [];
  for (let path = queue.shift(); path !== undefined; path = queue.shift())
    found.push(...look(fileName(path, nodes), true));
  for (const [path, node] of nodes) {
    if (isWorthALook(path, node, onPath, removed)) found.push(...look(path, false));
  }
  return found;
}

function fileName(path: string, nodes: TreeFacts['nodes']): string {
  const node = nodes.get(path);
  return node?.type === 'hardlink' ? (node.target ?? path) : path;
}

/**
 * Whether a file that nothing is known to start is checked. Debian's packages say what they depend on: scripts of theirs
 * may be for what others have. Text and data are told only where programs are.
 */
function isWorthALook(
  path: string,
  node: NodeFacts,
  onPath: ReadonlySet<string>,
  removed: ReadonlySet<string>,
): boolean {
  const { type, mode, program, origin } = node;
  if (type !== 'file' || (mode & 0o111) === 0 || program === undefined) return false;
  if (program.kind === 'elf') return isStartable(path, program.elf) && (origin !== undefined || removed.size > 0);
  return isAuthors(node) && (program.kind === 'script' || onPath.has(posix.dirname(path)));
}

/** The base's own files work there; what was taken away may be what they need, and scripts need programs by their names. */
function concernsBase({ kind, need }: FileFinding, isStarted: boolean, removed: ReadonlySet<string>): boolean {
  if (need !== null && removed.has(posix.basename(need))) return true;
  return isStarted && kind !== 'missing-library' && kind !== 'missing-version';
}

/** How much it matters that a file starts. */
type Weight = 'started' | 'on-path' | 'any';

function findingOf({ mayBeRight, ...finding }: FileFinding, file: string, node: NodeFacts, weight: Weight): Finding {
  const mayBe = mayBeRight === 'always' || (mayBeRight === 'unless-started' && weight !== 'started');
  const severity = weight === 'any' || mayBe ? 'warning' : 'error';
  return { ...finding, severity, file, package: null, place: node.origin ?? 'from' };
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Where a library is in an image, wherever that is, by its file name and by the name it gives itself. */
export function libraryPlaces({ nodes }: TreeFacts): Map<string, string> {
  const places = new Map<string, string>();
  for (const [path, { type, program }] of nodes) {
    if (type === 'directory') continue;
    const soname = program?.kind === 'elf' ? program.elf.soname : null;
    for (const name of [posix.basename(path), ...(soname === null ? [] : [soname])])
      if (!places.has(name)) places.set(name, path);
  }
  return places;
}
