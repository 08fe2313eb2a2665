import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { type DebianPackage } from '@basewright/contracts';
import {
  log,
  BasewrightError,
  invariant,
  markUsed,
  reasonOf,
  sha256 as sha256Of,
  type Store,
  writeAtomic,
} from '@basewright/core';
import { list, type ReadEntry } from 'tar';
import { z } from 'zod';

import { parseStanzas } from './deb822';
import { dpkgDebStream } from './dpkg-deb';
import { type DebianSettings } from './settings';
import { isUnpacked, packageArchives, unpack } from './unpack-packages';

const listedEntry = z.strictObject({
  /** Absolute, as the package has it. */
  path: z.string().startsWith('/'),
  type: z.enum(['directory', 'file', 'symlink', 'hardlink']),
  mode: z.int(),
  uid: z.int(),
  gid: z.int(),
  /** Bytes of a file. */
  size: z.int(),
  /** What a symbolic link says; of a hard link the absolute path it is another name of. */
  target: z.string().optional(),
});

const listing = z.strictObject({
  /** What dpkg's database would say of it: the text of its control file. */
  control: z.string(),
  /** `<md5>  <path without a slash before it>` a line; null where the package has none. */
  md5sums: z.string().nullable(),
  /** The texts of what its installation is about, by name: `postinst`, which nobody runs here, and debconf's `templates`. */
  scripts: z.record(z.string(), z.string()),
  /** What starts its postinst again, and what it starts (deb-triggers(5)); empty where it says nothing. */
  triggers: z.string(),
  entries: z.array(listedEntry),
});

/** What the archive of a package says is in it; read once, for every package is decompressed for that. */
type Listing = z.infer<typeof listing>;

/** Something that a package ships, with the owner and mode its .deb says. */
export interface ShippedEntry extends z.infer<typeof listedEntry> {
  /** Where the bytes of a file lie on this machine. */
  readonly source?: string;
}

/** A package as its .deb describes it. */
export interface ShippedPackage extends Omit<Listing, 'entries'> {
  readonly package: DebianPackage;
  /** Where it lies unpacked. */
  readonly directory: string;
  readonly entries: readonly ShippedEntry[];
}

const SCRIPTS = ['postinst', 'preinst', 'templates'];
const TYPES: Readonly<Record<string, ShippedEntry['type'] | undefined>> = {
  Directory: 'directory',
  File: 'file',
  OldFile: 'file',
  SymbolicLink: 'symlink',
  Link: 'hardlink',
};

/**
 * What packages hold, in the order given; they are downloaded and unpacked into the store when it lacks them. Throws as
 * unpackPackages does, TOOL_FAILED for a .deb that cannot be read.
 */
export async function shippedPackages(
  store: Store,
  settings: DebianSettings,
  packages: readonly DebianPackage[],
): Promise<ShippedPackage[]> {
  const archives = await packageArchives(store, settings, packages);
  const held = await Promise.all(packages.map(({ sha256 }) => isUnpacked(store, sha256)));
  const missing = held.filter((isHeld) => !isHeld).length;
  if (missing > 0) log.doing(`unpacking ${missing} Debian packages`);
  const shipped: ShippedPackage[] = [];
  for (const one of packages) {
    const archive = invariant(archives.get(one.sha256), `the archive of ${one.name}`);
    const directory = await unpack(store, one, archive);
    const { entries, ...rest } = await listingOf(store, one, archive);
    assertNamed(one, rest.control);
    shipped.push({ package: one, directory, ...rest, entries: entries.map((entry) => withSource(entry, directory)) });
  }
  return shipped;
}

/** Throws BAD_INPUT for an archive that says it is another package: its name is that of a record in an image's database. */
function assertNamed({ name, version }: DebianPackage, control: string): void {
  const said = parseStanzas(control)[0]?.['Package'] ?? '';
  if (said === name) return;
  throw new BasewrightError(
    'BAD_INPUT',
    `cannot use the package ${name} ${version}: its control file says that it is ${JSON.stringify(said)}`,
    { hint: 'pin it anew: nx g @basewright/nx:lock' },
  );
}

function withSource(entry: Listing['entries'][number], directory: string): ShippedEntry {
  return entry.type === 'file' ? { ...entry, source: join(directory, entry.path) } : entry;
}

/** What an archive holds, from the store where that was read before; a damaged listing, or of another version, is made anew. */
async function listingOf(store: Store, { name, version, sha256 }: DebianPackage, archive: string): Promise<Listing> {
  const path = join(store.listings, `${sha256}.json`);
  const known = await readFile(path, 'utf8').then(parsedListing, () => null);
  if (known !== null) {
    await markUsed(path);
    return known;
  }
  const read = await readArchive(archive, `${name} ${version}`);
  const text = JSON.stringify(read);
  await writeAtomic(path, `${sha256Of(text)}\n${text}`);
  return read;
}

/** The first line is the sha256 of the rest. */
function parsedListing(file: string): Listing | null {
  const [, digest, text = ''] = /^([0-9a-f]{64})\n(.*)$/s.exec(file) ?? [];
  if (digest !== sha256Of(text)) return null;
  try {
    return listing.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** What a .deb holds, which errors call `what`. Throws TOOL_FAILED for one that cannot be read, or has what no image gets from a package. */
export async function readArchive(archive: string, what: string): Promise<Listing> {
  const entries: Listing['entries'] = [];
  const texts = new Map<string, Promise<Buffer>>();
  await readMember({ archive, what, action: '--fsys-tarfile' }, (entry) => {
    entries.push(listed(entry));
    entry.resume();
  });
  await readMember({ archive, what, action: '--ctrl-tarfile' }, (entry) => {
    if (entry.type === 'File') texts.set(entry.path.replace(/^\.\//, ''), entry.concat());
    else entry.resume();
  });
  const text = async (name: string): Promise<string | null> => (await texts.get(name))?.toString('utf8') ?? null;
  return {
    control: (await text('control')) ?? '',
    md5sums: await text('md5sums'),
    triggers: (await text('triggers')) ?? '',
    scripts: Object.fromEntries(
      (await Promise.all(SCRIPTS.map(async (name) => [name, await text(name)] as const))).filter(
        (script): script is [string, string] => script[1] !== null,
      ),
    ),
    entries,
  };
}

function listed(entry: ReadEntry): Listing['entries'][number] {
  const { mode = 0, uid = 0, gid = 0, size, linkpath = '' } = entry;
  const path = absolute(entry.path);
  const type = TYPES[entry.type];
  if (type === undefined) throw new Error(`${entry.path} is a ${entry.type}, which no image gets from a package`);
  const owned = { path, type, mode: mode & 0o7777, uid, gid, size: type === 'file' ? size : 0 };
  if (type === 'symlink') return { ...owned, target: linkpath };
  return type === 'hardlink' ? { ...owned, target: absolute(linkpath) } : owned;
}

/** `./usr/bin/` as `/usr/bin`, `./` as `/`. */
function absolute(name: string): string {
  const path = name.replace(/^\.?\/?/, '/').replace(/\/$/, '');
  return path === '' ? '/' : path;
}

/**
 * Reads one of the two tars of a .deb, whatever it is compressed with; each entry has to be read or resumed. Throws
 * TOOL_FAILED, and calls the package `what`.
 */
export async function readMember(
  { archive, what, action }: { archive: string; what: string; action: '--fsys-tarfile' | '--ctrl-tarfile' },
  onReadEntry: (entry: ReadEntry) => void,
): Promise<void> {
  const failures: unknown[] = [];
  const reader = list({
    strict: true,
    // The parser calls from inside an event, where nobody would catch what is thrown.
    onReadEntry: (entry) => {
      try {
        if (failures.length === 0) {
          onReadEntry(entry);
          return;
        }
      } catch (failure) {
        failures.push(failure);
      }
      entry.resume();
    },
  }) as unknown as NodeJS.WritableStream;
  const purpose = `read the package ${what}`;
  await dpkgDebStream({ archive, action, purpose }, (output) => pipeline(output, reader));
  if (failures.length > 0) {
    throw new BasewrightError('TOOL_FAILED', `cannot ${purpose}: ${reasonOf(failures[0])}`, {
      cause: failures[0],
    });
  }
}
