import { chmod } from 'node:fs/promises';
import { join } from 'node:path';

import {
  type DerivedLayer,
  type ImagePackage,
  type LayerAssembleOutput,
  layerAssembleOutput,
  recordArtefact,
  writeStage,
} from '@basewright/contracts';
import {
  digestOf,
  humanBytes,
  log,
  openStore,
  type Platform,
  platformOf,
  withTemporaryDirectory,
  writeAtomic,
} from '@basewright/core';
import { packageRecord, readLock } from '@basewright/debian';
import { holdsTrust, readCertificates } from '@basewright/effects';
import { readBase, readTree, type StoredImage, type StoredLayer } from '@basewright/oci';
import { packRoot, type PinnedRoot } from '@basewright/sandbox';
import {
  BASE_INSPECTION,
  type BaseTree,
  createdTime,
  listing,
  mergeAccounts,
  readSources,
  sourceDigests,
  type TreeEntry,
  treeFactsOf,
  treeFactsText,
} from '@basewright/tree';

import { baseAccounts } from './base-accounts';
import { replacedApplets } from './debian-paths';
import { type KeptFact } from './distroless/base-entries';
import { keptContents } from './distroless/kept-contents';
import { makeDistroless } from './distroless/make-distroless';
import { essentialNeeds, essentialParts } from './essential-parts';
import { installPackages } from './install-packages';
import { notUnderstood, scriptMessages } from './not-understood';
import { type LayerAssembleOptions } from './options';
import { ownLayers } from './own-layers';
import { planLayer } from './plan-layer';
import { type PlannedLayer, planWithNeeds } from './plan-with-needs';
import { type LayerPackages, type PackagesFrom, readEssential, readPackages } from './read-packages';
import { splitLayers } from './split-layers';

const LISTING = 'listing.txt';
const TREE = 'tree.json';

/**
 * The stage layer-assemble: reads the image that publish (of another project) or base left, plans what is added to it,
 * and writes that as compressed layers and listing.txt into `options.outputPath`: one of packages, and on it one of the
 * image's own files and accounts, so that an edit of those changes a small one. The layers of the base are named, not
 * copied; of a distroless image the lower layer holds what stays of it. No layer is empty.
 * `workspace` is an absolute path.
 * Throws BAD_INPUT for mistakes in the options, and what readBase and the sandbox throw.
 */
export async function assembleLayer(options: LayerAssembleOptions, workspace: string): Promise<LayerAssembleOutput> {
  return withTemporaryDirectory('base', (scratch) => assemble(options, workspace, scratch));
}

async function assemble(
  options: LayerAssembleOptions,
  workspace: string,
  scratch: string,
): Promise<LayerAssembleOutput> {
  const { name, platform, users = [], groups = [], links = {}, directories = [], distroless = false } = options;
  const image = await readBase(join(workspace, options.base), platform);
  const kept = keptContents(scratch);
  const trusts = (options.certificates ?? []).length > 0;
  const base = await readTree<KeptFact>(image.layers, 'the base', (path, mode) =>
    distroless || (trusts && holdsTrust(path)) ? kept(path, mode) : BASE_INSPECTION(path, mode),
  );
  const files = await readSources(workspace, options.files ?? [], options.builds);
  const row = platformOf(platform);
  const from = await packagesFrom(options, row, workspace);
  const written = { users, groups };
  const accounts = mergeAccounts(written, () => undefined, baseAccounts(base));
  const certificates = await readCertificates(workspace, options.certificates ?? []);
  const plan = async (some: LayerPackages | null): Promise<PlannedLayer> => {
    const effects =
      some === null && !trusts
        ? null
        : await installPackages(some?.packages ?? [], { base, platform: row, accounts, certificates });
    const rest = { ...written, links, directories, files };
    return { effects, entries: planLayer({ name, platform: row, base, packages: some, effects, ...rest }) };
  };
  const adds = options.needs !== 'name';
  const closed = await planWithNeeds(await packagesFor(options, base, from), { name, base, files, adds, from, plan });
  const { packages, effects, needs, entries: added } = closed;
  for (const one of needs)
    log.info(
      `${name} ${platform}: ${one.package ?? 'no package'} for ${one.library}, which ${one.files.join(', ')} needs`,
    );
  const replaced = distroless ? [] : replacedApplets(added, base);
  if (replaced.length > 0) log.info(`${name} ${platform}: packages take the place of applets: ${replaced.join(' ')}`);
  const { entries, removed } = distroless
    ? await makeDistroless(base, added, image, options)
    : { entries: added, removed: null };
  const unread = notUnderstood(effects);
  const { warnings, others } = scriptMessages(unread, { plan: entries, base: removed === null ? base : new Map() });
  for (const warning of warnings) log.warn(warning);
  if (others.length > 0)
    log.info(
      `note: not all of these packages' scripts is understood, see \`nx run ${name}:report\`: ${others.join(' ')}`,
    );
  const below = removed === null ? image.layers.map(baseLayer) : [];
  const baseDate = dateOf(image);
  const sourceDate = await createdTime(workspace, options.created, baseDate);
  return writeStage(join(workspace, options.outputPath), layerAssembleOutput, platform, async (directory) => {
    const pack = entries.length === 0 ? null : await packRootOf(options, workspace);
    const parts = splitLayers(entries, removed === null ? base : new Map());
    const own =
      pack === null
        ? []
        : await ownLayers(parts, {
            directory,
            options: {
              ...options,
              packages: [...new Set([...(options.packages ?? []), ...needs.flatMap((one) => one.package ?? [])])],
            },
            times: { packaged: baseDate, own: sourceDate },
            pack: pack.root,
          });
    const departures = [image, packages, pack].flatMap((one) => one?.departures ?? []);
    await writeAtomic(join(directory, LISTING), listing(entries));
    const onBase = { tree: base, isReplaced: removed !== null };
    const facts = await treeFactsOf({ entries, base: onBase, users, platform: row });
    await writeAtomic(join(directory, TREE), treeFactsText(facts));
    for (const file of [LISTING, TREE]) await chmod(join(directory, file), 0o644);
    const sizes = own.map(({ size }) => humanBytes(size)).join(' and ');
    const layer = own.length === 0 ? '' : ` in ${own.length === 1 ? 'a layer' : 'layers'} of ${sizes}`;
    const onLayers = removed === null ? ` on ${below.length} of the base` : '';
    log.info(`${name} ${platform}: ${entries.length} entries${layer}${onLayers}`);
    return {
      body: {
        baseManifest: image.digest,
        sourceDate,
        layers: [...below, ...own],
        listing: await recordArtefact(directory, LISTING),
        tree: await recordArtefact(directory, TREE),
        removed: removed?.map(({ path, why }) => ({ path, why })) ?? null,
        packages: packagesIn(entries, packages),
        needs: [...needs],
        scripts: unread,
        departures: [...new Set(departures)].sort(),
      },
      inputs: {
        base: image.digest,
        ...sourceDigests(files),
        ...packageInputs(packages),
        ...(trusts ? { certificates: digestOf(certificates) } : {}),
        tree: digestOf({ users, groups, links, directories, files: options.files ?? [] }),
        ...(options.created === undefined ? {} : { created: String(sourceDate) }),
        ...(distroless ? { distroless: digestOf({ withoutFiles: options.withoutFiles ?? [] }) } : {}),
      },
    };
  });
}

async function packagesFrom(
  { lockFile, strict = false, debian = {} }: LayerAssembleOptions,
  platform: Platform,
  workspace: string,
): Promise<PackagesFrom> {
  return { platform, settings: debian, lock: await readLock(join(workspace, lockFile)), strict };
}

async function packagesFor(
  { name, packages = [], withoutPackages = [], essential = true }: LayerAssembleOptions,
  base: BaseTree,
  from: PackagesFrom,
): Promise<LayerPackages | null> {
  if (packages.length === 0) return null;
  const asked = await readPackages({ name, packages, without: withoutPackages }, from);
  const needs = essential ? essentialNeeds(asked.packages, base) : [];
  if (needs.length === 0) return asked;
  const more = await readEssential(from);
  const all = [...asked.packages, ...essentialParts(more.packages, needs)];
  return {
    ...asked,
    packages: all.sort((a, b) => (a.package.name < b.package.name ? -1 : 1)),
    departures: [...new Set([...asked.departures, ...more.departures])].sort(),
  };
}

/** A distroless image goes without some packages, and without their records. */
function packagesIn(plan: readonly TreeEntry[], packages: LayerPackages | null): ImagePackage[] {
  const paths = new Set(plan.map(({ path }) => path));
  return (packages?.packages ?? [])
    .filter((one) => paths.has(packageRecord(one.package.name)))
    .map(({ package: { name, version, architecture, sha256 }, licences }) => {
      return { name, version, architecture, sha256, licences: licences === null ? null : [...licences] };
    });
}

function packageInputs(packages: LayerPackages | null): Record<string, string> {
  const used = packages?.packages.map(({ package: { name, architecture, version, sha256 } }) => [
    `package ${name}:${architecture}`,
    `${version} ${sha256}`,
  ]);
  return Object.fromEntries(used ?? []) as Record<string, string>;
}

/** When an image was made, which is the time of everything added to it; 1970 where it does not say. */
function dateOf({ config }: StoredImage): number {
  return config.created === undefined ? 0 : Math.floor(Date.parse(config.created) / 1000);
}

function baseLayer({ descriptor: { mediaType, digest, size }, diffId }: StoredLayer): DerivedLayer {
  return { mediaType, digest, size, diffId, file: null, createdBy: null };
}

async function packRootOf(
  { debian: settings = {}, lockFile, strict = false }: LayerAssembleOptions,
  workspace: string,
): Promise<PinnedRoot> {
  const lock = await readLock(join(workspace, lockFile));
  return packRoot({ store: openStore(), settings, lock, strict });
}
