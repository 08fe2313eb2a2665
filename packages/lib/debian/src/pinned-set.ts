import { type DebianPackage } from '@basewright/contracts';
import { type Platform } from '@basewright/core';
import { type Libc } from '@basewright/libcs';

import { type Apt } from './apt';
import { type SetRequest } from './lock/lock-file';
import { setKey } from './lock/locked-sets';
import { neededPackages } from './needed-packages';

/** Which packages are wanted, and what for. */
export interface PinnedSet {
  /** What for, unlike that of any other set of a workspace: `toolchain/amd64/glibc/arm64`. */
  readonly purpose: string;
  /** As `apt-get install` takes them: `gcc`, `libc6-dev:arm64`. */
  readonly names: readonly string[];
  /** Besides the native one. */
  readonly architectures: readonly string[];
  /** The architecture of names without one. */
  readonly native: string;
  /** These packages only, not what they depend on. Default: both. */
  readonly alone?: boolean;
  /** Packages that are left out although others depend on them, with what only they need. Default: none. */
  readonly without?: readonly string[];
  /** Of another suite than the settings name. Default: of that one. */
  readonly suite?: string;
  /** The .deb files themselves are wanted in the store, not only what they unpack to. Default: false. */
  readonly archives?: boolean;
  /** The option of `nx g @basewright/nx:lock` that pins it. Default: `--keep`. */
  readonly pinnedBy?: string;
  /** What was asked for, where `names` are the answer to that. Default: the names. */
  readonly request?: Readonly<Record<string, unknown>>;
}

/** What the packages are for that compile on a host for a platform, with others of the platform besides. */
export function toolchainPurpose(request: {
  /** Debian architecture that the compiler runs on. */
  readonly host: string;
  readonly libc: Libc;
  readonly platform: Platform;
  readonly packages?: readonly string[];
}): string {
  const { host, libc, platform, packages = [] } = request;
  return [`toolchain/${host}/${libc}/${platform.debianArch}`, ...[...packages].sort()].join('+');
}

/** What a lock file says of a set that was asked for. */
export function requestOf({ purpose, request, names, native, alone, without, suite }: PinnedSet): SetRequest {
  const asked = request ?? { names: [...names].sort(), native, alone, without, suite };
  const said = Object.entries(asked).filter(([, value]) => value !== undefined);
  return { for: purpose, ...Object.fromEntries(said) };
}

/** The name of a set in a lock file. */
export function keyOf(set: PinnedSet): string {
  return setKey(requestOf(set));
}

/** The archives' current packages of a set, as `apt` sees them. Throws NOT_FOUND for a name without one. */
export async function currentPackages(
  apt: Apt,
  { names, alone = false, without }: Pick<PinnedSet, 'names' | 'alone' | 'without'>,
): Promise<DebianPackage[]> {
  if (alone) return apt.packagesFor(names);
  const closure = await apt.resolve(names);
  if (without === undefined) return closure;
  const described = await apt.describe(closure.map(({ name }) => name));
  const needed = new Set(neededPackages(names, described, new Set(without)));
  return closure.filter(({ name }) => needed.has(name));
}
