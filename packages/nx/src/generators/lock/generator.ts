import { dirname, join } from 'node:path';

import { BasewrightError, hostDebianArch, invariant, openStore, log } from '@basewright/core';
import {
  assertSuite,
  DEFAULT_SUITE,
  fillStore,
  formatLock,
  namesSourcesOfPackages,
  openSourceApt,
  pinSources,
  resolveSettings,
  snapshotTime,
  SOURCE_SUITES,
  withoutSourcesOfPackages,
  withSourcesOfPackages,
} from '@basewright/debian';
import { isDerived, parseImageFile, withBaseDigest } from '@basewright/image';
import { globAsync, type Tree } from '@nx/devkit';

import { pluginSettings } from '../../plugin-settings';
import { asGenerator } from '../as-generator';
import { archivesAfter, type Releases } from './archives-after';
import { imageNeeds, withNeeds } from './image-needs';
import { makeNote } from './make-note';
import { type NewerBase, newerBases } from './newer-bases';
import { type PinOptions, pinPackages } from './pin-packages';
import { readLockSoFar } from './read-lock';
import { noteMarkdown, noteText } from './render-note';
import { type ImageFile, nameOf, wantedSets } from './wanted-sets';

/** Options of the generator `lock`. */
export interface LockGeneratorOptions {
  /** Debian architecture the compilers run on. Default: this machine's. */
  readonly host?: string;
  /** Image whose programs' libraries are looked for and pinned, too, which builds it; what is pinned stays as it is. */
  readonly image?: string;
  /** Leave what is pinned as it is, and pin only what is not. Default: false. */
  readonly keep?: boolean;
  /** Take security updates and what they then need; all else keeps its pin. Default: false. */
  readonly onlySecurity?: boolean;
  /** File, relative to the workspace, that the release note is written to as Markdown. Default: none. */
  readonly markdown?: string;
  /** Write newer digests of bases into image.json. Default: false, they are only named. */
  readonly bases?: boolean;
  /** Fill the store with everything that the lock file pins, for a machine without a network. Default: false. */
  readonly fetch?: boolean;
  /** Say of each package which sources it is built from. Default: as the lock file does so far. */
  readonly sources?: boolean;
}

/**
 * Nx generator `@basewright/nx:lock`: pins what every image of the workspace is built from at what the archives have now,
 * and says what that changes. Sets of other hosts stay as they are.
 */
export async function lockGenerator(tree: Tree, options: LockGeneratorOptions): Promise<void> {
  const written = pluginSettings(tree);
  const { lockFile, debian = {} } = written;
  const host = options.host ?? hostDebianArch();
  if (host === null)
    throw new BasewrightError('BAD_INPUT', 'cannot write the lock file: Debian has no port to this processor', {
      hint: 'name one with --host',
    });
  const update = updateOf(options);
  const store = openStore();
  const images = await imageFiles(tree);
  const asked = wantedSets(images, host);
  const { lock: before, isCurrent } = await readLockSoFar(tree.root, lockFile, { debian, host, wanted: asked });
  const needs =
    options.image === undefined ? [] : await imageNeeds(tree.root, options.image, { images, settings: written });
  const wanted = { ...asked, sets: withNeeds(asked.sets, before, needs) };
  if (update !== 'all') assertSuite(before, debian);
  const pinned = await pinPackages(wanted, before, { workspace: tree.root, debian, host, update });
  for (const { suite, kind, reason } of pinned.unread) log.warn(`${suite} ${kind} cannot be had: ${reason}`);
  const settings = isCurrent ? { ...debian, lockFile: join(tree.root, lockFile) } : debian;
  const sources = await pinSources(store, settings, wanted.sources);
  const isNew = Object.keys(sources).some((key) => before.sources[key] === undefined);
  const ofSources = isNew ? await (await openSourceApt(store, debian, SOURCE_SUITES)).releases() : {};
  const made = { ...pinned.lock, suite: debian.suite ?? DEFAULT_SUITE, sources };
  const archives = archivesAfter(made, {
    before,
    archives: (await resolveSettings(debian)).archives,
    releases: merged(pinned.releases, ofSources),
    isWhole: update === 'all' && pinned.keptBack.length === 0,
    now: snapshotTime(new Date()),
  });
  const namesSources = options.sources ?? namesSourcesOfPackages(before);
  const pinnedNow = { ...made, archives };
  const after = namesSources
    ? await withSourcesOfPackages(store, debian, pinnedNow)
    : withoutSourcesOfPackages(pinnedNow);
  const text = formatLock(after);
  if (!isCurrent || text !== formatLock(before)) tree.write(lockFile, text);
  const derived = images.flatMap(({ file, spec }) =>
    isDerived(spec) ? [{ name: nameOf(file, spec), from: spec.from }] : [],
  );
  const newer = update === 'new' ? { offers: [], unchecked: [] } : await newerBases(derived, written, tree.root);
  if (options.bases === true) writeBases(tree, images, newer.offers);
  const bases = { ...newer, written: options.bases === true };
  const note = await makeNote(store, { before, after, images, keptBack: pinned.keptBack, bases });
  if (options.markdown !== undefined) tree.write(options.markdown, noteMarkdown(note));
  log.info(noteText(note));
  if (options.fetch === true) await fillStore(store, debian, after);
}

function updateOf({ image, keep = false, onlySecurity = false }: LockGeneratorOptions): PinOptions['update'] {
  if ((keep || image !== undefined) && onlySecurity) {
    throw new BasewrightError(
      'BAD_INPUT',
      `cannot write the lock file: --${keep ? 'keep' : 'image'} takes no updates, and --only-security does`,
      {
        hint: 'give one of them',
      },
    );
  }
  return keep || image !== undefined ? 'new' : onlySecurity ? 'security' : 'all';
}

function writeBases(tree: Tree, images: readonly ImageFile[], offers: readonly NewerBase[]): void {
  for (const { image, digestNow } of offers) {
    const file = images.find((one) => nameOf(one.file, one.spec) === image)?.file;
    if (file !== undefined) tree.write(file, withBaseDigest(invariant(tree.read(file, 'utf8'), file), digestNow));
  }
}

function merged(one: Releases, other: Releases): Releases {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(names.map((name) => [name, { ...other[name], ...one[name] }]));
}

async function imageFiles(tree: Tree): Promise<ImageFile[]> {
  const files = (await globAsync(tree, ['**/image.json'])).filter((file) => !dirname(file).includes('node_modules'));
  return files.map((file) => ({ file, spec: parseImageFile(file, invariant(tree.read(file, 'utf8'), file)) }));
}

export default asGenerator(lockGenerator);
