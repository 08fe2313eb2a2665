import { posix } from 'node:path';

import { BasewrightError, invariant, openStore, type Platform, platformOf } from '@basewright/core';
import {
  type DebianSettings,
  type FileSearch,
  knownPackage,
  type PackagedFile,
  packagesWithFile,
} from '@basewright/debian';

import { type ImageFinding } from './image-findings';

/** Asks which packages ship files. */
export type PackageSearch = (platform: Platform, search: FileSearch) => Promise<readonly PackagedFile[]>;

/** Debian's index of files: read to answer a question, never to build. Without a network it knows nothing. */
export function debianSearch(settings: DebianSettings): PackageSearch {
  return (platform, search) =>
    packagesWithFile(openStore(), settings, platform.debianArch, search).catch((error: unknown) => {
      if (error instanceof BasewrightError) return [];
      throw error;
    });
}

/** Asks nobody: what is left are the packages that everybody knows. */
export const knownOnly: PackageSearch = () => Promise.resolve([]);

/** What kinds of things packages are asked for, and the directories in which packages have them and that they are found in. */
const SEARCHES = [
  {
    isFor: ({ kind, need }: ImageFinding) =>
      kind === 'missing-library' || (kind === 'missing-interpreter' && isLoader(need)),
    containing: '.so',
    directories: ({ multiarch }: Platform) => [`lib/${multiarch}`, 'lib', 'lib64'],
  },
  {
    isFor: ({ kind, need }: ImageFinding) =>
      kind === 'missing-program' || (kind === 'missing-interpreter' && !isLoader(need)),
    containing: 'bin/',
    directories: () => ['bin', 'sbin'],
  },
] as const;

type Search = (typeof SEARCHES)[number];

function isLoader(need: string | null): boolean {
  return need?.includes('.so') === true;
}

/**
 * Whether it is asked for by its name, or at a place where a package would put it: none brings `/opt/venv/bin/python3`. The
 * libraries of Debian's packages are glibc's.
 */
function isPackaged(finding: ImageFinding, { isFor, directories }: Search): boolean {
  const { need, libc = 'glibc', platforms } = finding;
  if (!isFor(finding) || libc !== 'glibc' || need === null) return false;
  const directory = posix.dirname(need).replace(/^\/(usr\/)?/, '');
  return (
    !need.includes('/') ||
    directories(platformOf(invariant(platforms[0], 'the platform of a finding'))).includes(directory)
  );
}

/** Findings with the packages that have what is lacking, as far as `search` knows. */
export async function withPackages(
  findings: readonly ImageFinding[],
  search: PackageSearch,
): Promise<readonly ImageFinding[]> {
  const known = new Map<string, string>();
  for (const name of findings.map(nameOf)) {
    const row = knownPackage(name);
    if (row !== null) known.set(name, row);
  }
  for (const one of SEARCHES) {
    const wanted = findings.filter((finding) => isPackaged(finding, one) && !known.has(nameOf(finding)));
    const [first] = wanted;
    if (first === undefined) continue;
    const platform = platformOf(invariant(first.platforms[0], 'the platform of a finding'));
    const names = [...new Set(wanted.map(nameOf))];
    const places = one.directories(platform).map(literally).join('|');
    const matching = new RegExp(`^/(usr/)?(${places})/(${names.map(literally).join('|')})$`);
    for (const { path, packages } of await search(platform, { containing: one.containing, matching })) {
      const name = posix.basename(path);
      // Of several the plainest name: python3-minimal rather than a variant of it.
      const [best] = [...packages].sort((a, b) => a.length - b.length);
      if (best !== undefined && !known.has(name)) known.set(name, best);
    }
  }
  return findings.map((finding) => ({
    ...finding,
    package: SEARCHES.some((one) => isPackaged(finding, one)) ? (known.get(nameOf(finding)) ?? null) : null,
  }));
}

function nameOf({ need }: ImageFinding): string {
  return need === null ? '' : posix.basename(need);
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
