import { basename, dirname, join } from 'node:path';
import { type Readable } from 'node:stream';

import { BasewrightError, exec, execStream, exists, type Store, withLock } from '@basewright/core';

import { aptPlaces, UPDATE } from './apt';
import { APT_HELPER, aptEnvironment } from './apt-helper';
import { aptOptions, sourcesList } from './apt-options';
import { FRESH_MS, type Indexes, refreshIndexes, refuseUnread } from './refresh-indexes';
import { type DebianSettings, type ResolvedSettings, resolveSettings } from './settings';

/** One file of a suite and the packages that ship it, sorted by name. */
export interface PackagedFile {
  /** Absolute: `/usr/lib/x86_64-linux-gnu/libz.so.1`. */
  readonly path: string;
  readonly packages: readonly string[];
}

/** Which files are looked for. */
export interface FileSearch {
  /** What every such path has: looked for first, since an index has two million lines. */
  readonly containing: string;
  /** What their absolute paths match. */
  readonly matching: RegExp;
}

/**
 * Which packages of a suite ship files whose absolute path matches: read from Debian's Contents index of one
 * architecture (`Contents-<arch>`, verified by apt, about 11 MB), sorted by path.
 * Packages of architecture `all` are not in it. Throws UNREACHABLE when there is no index and none can be had.
 */
export async function packagesWithFile(
  store: Store,
  settings: DebianSettings,
  architecture: string,
  { containing, matching }: FileSearch,
): Promise<PackagedFile[]> {
  const index = await contentsIndex(store, await resolveSettings(settings), architecture);
  const found: PackagedFile[] = [];
  await execStream(APT_HELPER, ['cat-file', index], {
    purpose: `read ${index}`,
    read: async (output) => {
      for await (const text of wholeLines(output)) {
        found.push(...linesWith(text, containing).flatMap((line) => parseContentsLine(line, matching) ?? []));
      }
    },
  });
  return found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/**
 * One line of a Contents index, when its path matches: a path without its slash, blanks, then `section/package` joined
 * by commas.
 */
export function parseContentsLine(line: string, pattern: RegExp): PackagedFile | undefined {
  const last = Math.max(line.lastIndexOf(' '), line.lastIndexOf('\t'));
  if (last <= 0) return undefined;
  const path = `/${line.slice(0, last).trimEnd()}`;
  if (!pattern.test(path)) return undefined;
  const locations = line.slice(last + 1).split(',');
  const packages = locations.map((location) => location.slice(location.lastIndexOf('/') + 1));
  return { path, packages: [...new Set(packages)].sort() };
}

/** The lines of a text that have something in them: far quicker than to look at each of two million. */
export function linesWith(text: string, what: string): string[] {
  const found: string[] = [];
  let at = text.indexOf(what);
  while (at !== -1) {
    const next = text.indexOf('\n', at);
    const end = next === -1 ? text.length : next;
    found.push(text.slice(text.lastIndexOf('\n', at) + 1, end));
    at = text.indexOf(what, end);
  }
  return found;
}

/** What a stream gives, cut at the ends of lines. */
async function* wholeLines(stream: Readable): AsyncGenerator<string> {
  let rest = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream) {
    const text = rest + (chunk as string);
    const end = text.lastIndexOf('\n') + 1;
    rest = text.slice(end);
    if (end > 0) yield text.slice(0, end);
  }
  if (rest !== '') yield rest;
}

/** Reads the index of one suite: those of its updates are of a few packages that the suite's own has under the same paths. */
async function contentsIndex(
  store: Store,
  { archives: [main], suite }: ResolvedSettings,
  architecture: string,
): Promise<string> {
  const archives = [{ ...main, suites: [suite] }];
  const places = aptPlaces(store, archives, { contents: architecture, archives });
  const options = [...aptOptions(places, [architecture]), ...contentsTarget(architecture)];
  const indexes: Indexes = {
    places,
    archives,
    kinds: [`Contents-${architecture}`],
    sources: sourcesList({ archives, kind: 'deb' }, 'target=Contents-deb '),
    what: `the file index of ${suite} (${architecture})`,
    size: 'about 11 MB',
    without: 'packages that the lock file pins need no index',
    update: () => exec('apt-get', [...options, ...UPDATE], { env: aptEnvironment(), purpose: `read ${indexes.what}` }),
  };
  return withLock({ path: join(store.locks, `apt-${basename(dirname(places.lists))}`) }, async () => {
    refuseUnread(indexes, await refreshIndexes(indexes, FRESH_MS));
    const { stdout } = await exec('apt-get', [...options, 'indextargets', '--format', '$(FILENAME)']);
    const index = stdout.split('\n')[0] ?? '';
    if (index !== '' && (await exists(index))) return index;
    throw new BasewrightError(
      'NOT_FOUND',
      `cannot search Debian's files: ${suite} has no Contents index for ${architecture}`,
    );
  });
}

/** Describes the index to apt, which by itself knows of none but Packages (apt's acquire-additional-files.md). */
function contentsTarget(architecture: string): string[] {
  const target = 'Acquire::IndexTargets::deb::Contents-deb';
  const options = {
    // Spelt out: with $(ARCHITECTURE) apt would fetch Contents-all too, which is four times as large.
    MetaKey: `$(COMPONENT)/Contents-${architecture}`,
    ShortDescription: `Contents-${architecture}`,
    Description: '$(RELEASE)/$(COMPONENT) Contents',
    KeepCompressed: 'true',
    PDiffs: 'false',
  };
  return Object.entries(options).flatMap(([name, value]) => ['-o', `${target}::${name}=${value}`]);
}
