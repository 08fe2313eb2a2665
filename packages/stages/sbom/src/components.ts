import { basename } from 'node:path';

import {
  type CompileOutput,
  type FetchAndVerifyOutput,
  type ImagePackage,
  type LayerAssembleOutput,
  type LibraryResolveOutput,
  type RootfsAssembleOutput,
  type SbomComponent,
  tarballOf,
  type ToolchainOutput,
} from '@basewright/contracts';
import { invariant } from '@basewright/core';
import { libcOf } from '@basewright/libcs';

import { type HashedFile } from './hashed-files';
import { softwareOf } from './software';

/** What the stages of one platform of an image from source left. */
export interface BuiltFacts {
  readonly fetched: FetchAndVerifyOutput;
  readonly toolchain: ToolchainOutput;
  readonly compiled: CompileOutput;
  /** The second BusyBox, which is setuid; null where there is none. */
  readonly setuid: CompileOutput | null;
  readonly libraries: LibraryResolveOutput;
  readonly rootfs: RootfsAssembleOutput;
}

/** A component before it has a package URL, which depends on what its image is. */
export type Component = Omit<SbomComponent, 'purl'>;

/** The files of an image by path. */
export type Files = ReadonlyMap<string, HashedFile>;

/** Of what an image from source is made: BusyBox, its libc, packages with files in it, and all that built it. */
export function builtComponents(facts: BuiltFacts, files: Files): Component[] {
  const { fetched, toolchain, compiled, setuid, libraries, rootfs } = facts;
  const binaries = [compiled, ...(setuid === null ? [] : [setuid])].map((one) => one.busybox.file.sha256);
  const programs = pathsOf(files, [...binaries, compiled.getconf.file.sha256]);
  const busybox = upstreamComponent(fetched, 'busybox', compiled.patches);
  const shipped = [...libraries.libraries, ...libraries.programs].map(
    ({ path, package: from }) => [path, from] as const,
  );
  const neededBy = new Map<string, string[]>();
  for (const one of libraries.libraries) {
    neededBy.set(one.package, [...(neededBy.get(one.package) ?? []), ...one.neededBy]);
  }
  return inOrder([
    { ...busybox, role: 'content', files: pathsOf(files, binaries) },
    ...linkedLibc(facts, programs),
    ...rootfs.packages.map((one) => ({
      ...packageComponent(one),
      neededBy: [...new Set(neededBy.get(one.name))].sort(),
      files: shipped.flatMap(([path, from]) => (from === one.name && files.has(path) ? [path] : [])).sort(),
    })),
    ...toolchain.build.packages.map((one) => ({
      ...packageComponent({ ...one, licences: null }),
      role: 'tool' as const,
    })),
  ]);
}

/**
 * Of what an image is made that is made on another: `base`, as far as files of it are still there, and the packages that
 * were added. `owners` gives the package by the path of each file that one brought.
 */
export function derivedComponents(
  { packages }: Pick<LayerAssembleOutput, 'packages'>,
  {
    base,
    owners,
    files,
  }: { readonly base: readonly Component[]; readonly owners: ReadonlyMap<string, string>; readonly files: Files },
): Component[] {
  const kept = base.flatMap((one) => {
    const left = one.files.filter((path) => files.has(path) && !owners.has(path));
    return one.role === 'tool' || left.length > 0 ? [{ ...one, files: left }] : [];
  });
  const isBuiltHere = kept.some(({ role, origin }) => role !== 'tool' && origin === 'upstream');
  return inOrder([
    // What built a BusyBox that is gone built nothing of this image.
    ...kept.filter(({ role }) => role !== 'tool' || isBuiltHere),
    ...packages.map((one) => ({
      ...packageComponent(one),
      files: [...owners].flatMap(([path, owner]) => (owner === one.name && files.has(path) ? [path] : [])).sort(),
    })),
  ]);
}

/** A libc that is linked into programs: one that was built here from its tarball, or Debian's package of it. */
function linkedLibc({ fetched, toolchain, compiled }: BuiltFacts, files: string[]): Component[] {
  const { linkage, source, packages } = libcOf(compiled.libc);
  if (linkage === 'dynamic') return [];
  const linked = { role: 'linked' as const, files };
  if (source !== null) return [{ ...upstreamComponent(fetched, source, null), ...linked }];
  const found = toolchain.build.packages.find(({ name }) => name === packages[0]);
  const libc = invariant(found, 'the package of the libc among those of the toolchain');
  return [{ ...packageComponent({ ...libc, licences: null }), ...linked }];
}

/** A release of its authors. `applied` are the patches that were, by path; null: all that were fetched for it. */
function upstreamComponent(
  fetched: FetchAndVerifyOutput,
  name: string,
  applied: readonly string[] | null,
): Omit<Component, 'role'> {
  const { version, file } = tarballOf(fetched, name);
  const patches = fetched.patches.filter((one) => one.for === name && (applied?.includes(one.file.path) ?? true));
  return {
    name,
    version,
    origin: 'upstream',
    architecture: null,
    sha256: file.sha256,
    licences: licencesOf(name),
    patches: patches.map((one) => ({ name: basename(one.file.path), sha256: one.file.sha256, fixes: one.fixes })),
    neededBy: [],
    files: [],
  };
}

function packageComponent(one: ImagePackage): Component {
  const { name, version, architecture, sha256, licences } = one;
  return {
    name,
    version,
    origin: 'debian',
    role: 'content',
    architecture,
    sha256,
    licences: licences ?? licencesOf(name),
    patches: [],
    neededBy: [],
    files: [],
  };
}

function licencesOf(name: string): string[] | null {
  const known = softwareOf(name);
  return known === undefined ? null : [known.licence];
}

function pathsOf(files: Files, digests: readonly string[]): string[] {
  return [...files].flatMap(([path, { sha256 }]) => (digests.includes(sha256) ? [path] : [])).sort();
}

const ROLES: readonly Component['role'][] = ['content', 'linked', 'tool'];

/** In order; what base and packages both have files of is one. */
function inOrder(components: readonly Component[]): Component[] {
  const key = ({ role, name, version, architecture }: Component): string =>
    [ROLES.indexOf(role), name, architecture ?? '', version].join(' ');
  const byKey = new Map<string, Component>();
  for (const one of components) {
    const same = byKey.get(key(one));
    byKey.set(key(one), same === undefined ? one : merged(same, one));
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function merged(one: Component, other: Component): Component {
  const both = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])].sort();
  return {
    ...one,
    licences: one.licences ?? other.licences,
    files: both(one.files, other.files),
    neededBy: both(one.neededBy, other.neededBy),
  };
}
