import { openStore, type Platform } from '@basewright/core';
import {
  assertPackagesExist,
  debianRelease,
  type DebianRelease,
  type DebianSettings,
  essentialSet,
  imageSet,
  keyOf,
  licencesOf,
  type Lock,
  lockedSet,
  type PackageRequest,
  type PinnedPackages,
  pinnedPackages,
  type ShippedEntry,
  type ShippedPackage,
  shippedPackages,
} from '@basewright/debian';
import { lookAtFile, type Program, programOfContent } from '@basewright/tree';

/** Something that a package ships, and what its content says. */
export interface PackageNode extends ShippedEntry {
  /** Of what can be executed, and of shared objects. */
  readonly program?: Program;
  /** Of shared objects. */
  readonly sha256?: string;
}

/** A package that goes into a layer. */
export interface LayerPackage extends Omit<ShippedPackage, 'entries'> {
  readonly entries: readonly PackageNode[];
  readonly licences: readonly string[] | null;
}

/** The packages of a layer, and the release of Debian that they are from. */
export interface LayerPackages extends Pick<PinnedPackages, 'departures'> {
  readonly packages: readonly LayerPackage[];
  readonly release: DebianRelease;
}

/** What {@link readPackages} is given besides the request. */
export interface PackagesFrom {
  readonly platform: Platform;
  readonly settings: DebianSettings;
  readonly lock: Lock | null;
  readonly strict: boolean;
}

/**
 * The packages that an image asks for and all they need, read. Throws NOT_FOUND, with the place in image.json and the
 * platform, for a name that Debian has no package of there; and what pinnedPackages throws.
 */
export async function readPackages(request: PackageRequest, from: PackagesFrom): Promise<LayerPackages> {
  const { departures, packages } = await exactPackages(request, from);
  const { departures: ofRelease, ...release } = await debianRelease(from.platform, { store: openStore(), ...from });
  return {
    packages: await readShipped(packages, from),
    release,
    departures: [...new Set([...departures, ...ofRelease])].sort(),
  };
}

/** The packages that every Debian has, of which an image gets parts. */
export async function readEssential(from: PackagesFrom): Promise<Pick<LayerPackages, 'packages' | 'departures'>> {
  const store = openStore();
  const { departures, packages } = await pinnedPackages(essentialSet(from.platform), { store, ...from });
  return { packages: await readShipped(packages, from), departures };
}

/** Exact packages, read. */
export async function readShipped(
  packages: PinnedPackages['packages'],
  { settings }: PackagesFrom,
): Promise<LayerPackage[]> {
  const shipped = await shippedPackages(openStore(), settings, packages);
  return Promise.all(shipped.map(looked));
}

async function exactPackages(request: PackageRequest, from: PackagesFrom): Promise<PinnedPackages> {
  const { settings, lock, platform } = from;
  const store = openStore();
  const set = imageSet(request, platform);
  if (lockedSet(lock, keyOf(set)) === null) {
    const named = { names: request.packages, field: 'packages', purpose: `add packages to ${request.name}` };
    await assertPackagesExist(store, settings, { platform, ...named });
  }
  return pinnedPackages(set, { store, ...from });
}

async function looked(shipped: ShippedPackage): Promise<LayerPackage> {
  const entries = shipped.entries.map((entry): PackageNode => ({ ...entry, ...natureOf(entry) }));
  return { ...shipped, entries, licences: await licencesOf(shipped) };
}

function natureOf({ path, source, mode, size }: ShippedEntry): Pick<PackageNode, 'program' | 'sha256'> {
  if (source === undefined) return {};
  if (/\.so(\.[^/]*)?$/.test(path)) return lookAtFile(source);
  return (mode & 0o111) === 0 ? {} : { program: programOfContent({ file: source, size }) };
}
