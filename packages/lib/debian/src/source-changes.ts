import { join } from 'node:path';

import { type DebianPackage } from '@basewright/contracts';
import { exists, type Store } from '@basewright/core';

import { type ChangelogEntry, cvesIn, entriesBetween } from './changelog';
import { changelogInArchive, changelogInDirectory, type PackageChangelog } from './package-changelog';

/** A package that went from one version to another. */
export interface PackageMove {
  readonly before: DebianPackage;
  readonly after: DebianPackage;
}

/** What an update of a source package fixes. */
export interface SourceChanges {
  /** By year and number, each once. */
  readonly cves: readonly string[];
  /** Why some of them, or all, are not known, as a clause: `nginx: it has no changelog`. */
  readonly cvesUnknown?: string;
}

/**
 * Which CVEs the changelogs name that came with an update. `moves` are all binary packages of one source; one of them that
 * has the changelog is enough, for each pair of versions. Reads what the store has, unpacked or as .deb, and fetches
 * nothing: of the old package it may lack. Throws TOOL_FAILED for a .deb that cannot be read.
 */
export async function sourceChanges(store: Store, moves: readonly PackageMove[]): Promise<SourceChanges> {
  const byVersions = new Map<string, PackageMove[]>();
  for (const move of moves) {
    const versions = `${move.before.version} ${move.after.version}`;
    byVersions.set(versions, [...(byVersions.get(versions) ?? []), move]);
  }
  const entries: ChangelogEntry[] = [];
  const unknown: string[] = [];
  for (const alike of byVersions.values()) {
    const found = await newEntries(store, alike);
    if (typeof found === 'string') unknown.push(found);
    else entries.push(...found);
  }
  const [cvesUnknown] = unknown.sort();
  return { cves: cvesIn(entries), ...(cvesUnknown === undefined ? {} : { cvesUnknown }) };
}

/** The entries that came with packages of the same two versions, or why they are not known. */
async function newEntries(store: Store, moves: readonly PackageMove[]): Promise<ChangelogEntry[] | string> {
  let reason = '';
  for (const { before, after } of moves) {
    const now = await changelogInStore(store, after);
    if (now.kind === 'entries') {
      const versions = await sourceVersions(store, { before, after }, now.entries);
      return typeof versions === 'string' ? versions : entriesBetween(now.entries, ...versions);
    }
    reason ||=
      now.kind === 'shared'
        ? `${after.name}: its changelog is in ${now.package}, which is not pinned`
        : `${after.name}: ${now.reason}`;
  }
  return reason;
}

/**
 * The versions that the changelog speaks of: the source's, which some binary packages do not have (gcc 4:14.2.0-1 is of
 * gcc-defaults 1.220). They are the newest in each changelog; of an old package that is not at hand it is its own, where
 * the new one's is. Why they are not known otherwise.
 */
async function sourceVersions(
  store: Store,
  { before, after }: PackageMove,
  entries: readonly ChangelogEntry[],
): Promise<[old: string, now: string] | string> {
  const now = entries[0]?.version ?? after.version;
  const old = await changelogInStore(store, before);
  if (old.kind === 'entries') return [old.entries[0]?.version ?? before.version, now];
  const rebuilt = after.version.replace(/\+b\d+$/, '');
  if (now === after.version || now === rebuilt) return [before.version, now];
  return `${after.name}: the version of the source that ${before.version} was built from is not known`;
}

async function changelogInStore(store: Store, one: DebianPackage): Promise<PackageChangelog> {
  const [directory, archive] = [join(store.packages, one.sha256), join(store.downloads, one.sha256)];
  if (await exists(directory)) return changelogInDirectory(one, directory);
  if (await exists(archive)) return changelogInArchive(one, archive);
  return { kind: 'none', reason: 'it is not in the store' };
}
