import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { join, posix, relative } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

import { type DebianPackage } from '@basewright/contracts';
import { reasonOf } from '@basewright/core';
import { type ReadEntry } from 'tar';

import { type ChangelogEntry, parseChangelog } from './changelog';
import { readMember } from './shipped-package';

/** What a package says of its changes. */
export type PackageChangelog =
  /** Newest first; those of a binary-only upload before those of the source. */
  | { readonly kind: 'entries'; readonly entries: readonly ChangelogEntry[] }
  /** Another package has it: the documentation of this one is a link to that one's. */
  | { readonly kind: 'shared'; readonly package: string }
  /** There is none, or none that can be read; `reason` is a clause: `it has no changelog`. */
  | { readonly kind: 'none'; readonly reason: string };

/** The package whose changelog is read; its architecture names the file with the changes of a binary-only upload. */
export type ChangelogOwner = Pick<DebianPackage, 'name' | 'architecture'>;

/** Debian policy, "Additional documentation". */
const DOCUMENTATION = '/usr/share/doc';

/** Of most packages; of those that Debian itself is upstream of. Debian policy, "Changelog files and release notes". */
const NAMES = ['changelog.Debian.gz', 'changelog.gz'] as const;

/** Bytes. The kernel's, the longest of the pinned packages, has 4 MB; what has more is no changelog. */
const MAX_LENGTH = 64 << 20;

/** More hops than any chain of links in a package has; a longer one is a loop. */
const MAX_LINKS = 8;

/** A file of a package's documentation: the name of a package as Debian policy has it, and one below it. */
const PATH = /^\/usr\/share\/doc\/([a-z0-9][a-z0-9+.-]+)\/([^/]+)$/;

/** A file of a package's documentation, or a link in place of one, or of all of it. */
type Document = { readonly read: () => Promise<Buffer> } | { readonly target: string };

/** Documents by path below {@link DOCUMENTATION}. */
type Documents = ReadonlyMap<string, Document>;

/** The changelog in an unpacked package, an absolute directory. No link is followed out of the package. */
export async function changelogInDirectory(owner: ChangelogOwner, directory: string): Promise<PackageChangelog> {
  const documents = new Map<string, Document>();
  const documentation = join(await realpath(directory), DOCUMENTATION);
  // A link on the way there may lead out.
  const isThere = (await realpath(documentation).catch(() => undefined)) === documentation;
  for (const entry of isThere ? await readdir(documentation, { recursive: true, withFileTypes: true }) : []) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isSymbolicLink()) documents.set(relative(documentation, path), { target: await readlink(path) });
    else if (entry.isFile()) documents.set(relative(documentation, path), { read: () => readFile(path) });
  }
  return changelogOf(owner, documents);
}

/** The changelog in a .deb, an absolute path; nothing is unpacked. Throws TOOL_FAILED when it is none. */
export async function changelogInArchive(owner: ChangelogOwner, archive: string): Promise<PackageChangelog> {
  const documents = new Map<string, Document>();
  await readMember({ archive, what: owner.name, action: '--fsys-tarfile' }, (entry) => {
    const path = posix.relative(DOCUMENTATION, posix.resolve('/', entry.path));
    const document = /\/changelog[^/]*$|^[^/]+$/.test(path) ? documentIn(entry) : undefined;
    if (document === undefined) entry.resume();
    else documents.set(path, document);
  });
  return changelogOf(owner, documents);
}

function documentIn(entry: ReadEntry): Document | undefined {
  if (entry.type === 'File') {
    const bytes = entry.concat();
    return { read: () => bytes };
  }
  entry.resume();
  const { linkpath = '' } = entry;
  if (entry.type === 'SymbolicLink') return { target: linkpath };
  return entry.type === 'Link' ? { target: posix.resolve('/', linkpath) } : undefined;
}

async function changelogOf({ name, architecture }: ChangelogOwner, documents: Documents): Promise<PackageChangelog> {
  // A binary-only upload has its own changes in a file beside the source's: dh_installchangelogs(1).
  const rebuilt = locate(documents, `${DOCUMENTATION}/${name}/changelog.Debian.${architecture}.gz`);
  for (const file of NAMES) {
    const found = locate(documents, `${DOCUMENTATION}/${name}/${file}`);
    if (found === undefined) continue;
    if ('package' in found) return { kind: 'shared', package: found.package };
    const files = rebuilt !== undefined && 'read' in rebuilt ? [rebuilt, found] : [found];
    try {
      const entries = (await Promise.all(files.map(entriesIn))).flat();
      // Upstream's own has none.
      if (entries.length > 0) return { kind: 'entries', entries };
    } catch (thrown) {
      return { kind: 'none', reason: `its ${file} cannot be read: ${reasonOf(thrown)}` };
    }
  }
  return { kind: 'none', reason: 'it has no changelog' };
}

type Located = { readonly read: () => Promise<Buffer> } | { readonly package: string } | undefined;

/** The document that a path names, links followed by their text alone: to another of the package, or to another package. */
function locate(documents: Documents, path: string, hops = 0): Located {
  const [, name, file] = PATH.exec(path) ?? [];
  if (name === undefined || file === undefined || hops > MAX_LINKS) return undefined;
  const whole = documents.get(name);
  const document = whole ?? documents.get(`${name}/${file}`);
  if (document === undefined) return hops > 0 ? { package: name } : undefined;
  if ('read' in document) return document;
  if (whole === undefined) return locate(documents, posix.resolve(DOCUMENTATION, name, document.target), hops + 1);
  return locate(documents, `${posix.resolve(DOCUMENTATION, document.target)}/${file}`, hops + 1);
}

async function entriesIn({ read }: { readonly read: () => Promise<Buffer> }): Promise<ChangelogEntry[]> {
  const text = await promisify(gunzip)(await read(), { maxOutputLength: MAX_LENGTH });
  return parseChangelog(text.toString('utf8'));
}
