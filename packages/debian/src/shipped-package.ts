import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { BasewrightError, type DebianPackage, plainEnvironment, reasonOf, type Store } from '@basewright/core';
import { list, type ReadEntry } from 'tar';

import { type DebianSettings } from './settings';
import { packageArchives, unpack } from './unpack-packages';

/** Something that a package ships, with the owner and mode its .deb says. */
export interface ShippedEntry {
  /** Absolute, as the package has it. */
  readonly path: string;
  readonly type: 'directory' | 'file' | 'symlink' | 'hardlink';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of a file. */
  readonly size: number;
  /** What a symbolic link says; of a hard link the absolute path it is another name of. */
  readonly target?: string;
  /** Where the bytes of a file lie on this machine. */
  readonly source?: string;
}

/** A package as its .deb describes it. */
export interface ShippedPackage {
  readonly package: DebianPackage;
  /** Where it lies unpacked. */
  readonly directory: string;
  /** What dpkg's database would say of it: the text of its control file. */
  readonly control: string;
  /** `<md5>  <path without a slash before it>` a line; null where the package has none. */
  readonly md5sums: string | null;
  /** Names of its maintainer scripts, which nobody runs here: `postinst` … */
  readonly scripts: readonly string[];
  readonly entries: readonly ShippedEntry[];
}

const SCRIPTS = ['config', 'postinst', 'postrm', 'preinst', 'prerm'];
const TYPES: Readonly<Record<string, ShippedEntry['type']>> = {
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
  const shipped: ShippedPackage[] = [];
  for (const one of packages) {
    const archive = archives.get(one.sha256) ?? '';
    await unpack(store, one, archive);
    shipped.push(await readArchive(one, archive, join(store.packages, one.sha256)));
  }
  return shipped;
}

async function readArchive(wanted: DebianPackage, archive: string, unpacked: string): Promise<ShippedPackage> {
  const entries: ShippedEntry[] = [];
  const texts = new Map<string, Promise<Buffer>>();
  await readMember(archive, '--fsys-tarfile', (entry) => {
    entries.push(shippedEntry(entry, unpacked));
    entry.resume();
  });
  await readMember(archive, '--ctrl-tarfile', (entry) => {
    if (entry.type === 'File') texts.set(entry.path.replace(/^\.\//, ''), entry.concat());
    else entry.resume();
  });
  const text = async (name: string): Promise<string | null> => (await texts.get(name))?.toString('utf8') ?? null;
  return {
    package: wanted,
    directory: unpacked,
    control: (await text('control')) ?? '',
    md5sums: await text('md5sums'),
    scripts: SCRIPTS.filter((name) => texts.has(name)),
    entries,
  };
}

function shippedEntry(entry: ReadEntry, unpacked: string): ShippedEntry {
  const { mode = 0, uid = 0, gid = 0, size, linkpath = '' } = entry;
  const path = absolute(entry.path);
  const type = TYPES[entry.type];
  if (type === undefined) throw new Error(`${entry.path} is of the type ${entry.type}`);
  const owned = { path, type, mode: mode & 0o7777, uid, gid, size: type === 'file' ? size : 0 };
  if (type === 'file') return { ...owned, source: join(unpacked, path) };
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
 * TOOL_FAILED.
 */
export async function readMember(
  archive: string,
  member: '--fsys-tarfile' | '--ctrl-tarfile',
  onReadEntry: (entry: ReadEntry) => void,
): Promise<void> {
  const tool = spawn('dpkg-deb', [member, archive], { stdio: ['ignore', 'pipe', 'ignore'], env: plainEnvironment() });
  const ended = once(tool, 'close');
  const reader = list({ strict: true, onReadEntry }) as unknown as NodeJS.WritableStream;
  await pipeline(tool.stdout, reader).catch((cause: unknown) => {
    throw new BasewrightError('TOOL_FAILED', `cannot read ${archive}: ${reasonOf(cause)}`, { cause });
  });
  const [code] = (await ended) as [number | null];
  if (code === 0) return;
  throw new BasewrightError('TOOL_FAILED', `cannot read ${archive}: dpkg-deb ended with exit code ${String(code)}`);
}
