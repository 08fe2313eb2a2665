import { log } from '@basewright/core';
import { type ImageTree, type StoredImage } from '@basewright/oci';
import { readContent, startOf, type TreeEntry } from '@basewright/tree';

import { type LayerAssembleOptions } from '../options';
import { type KeptFact } from './base-entries';
import { readFileKinds } from './file-kinds';
import { type Removed } from './find-removed';
import { type DistrolessPlan, planDistroless, wholeTree } from './plan-distroless';
import { DATABASES } from './removal-rules';
import { trimmedDatabase } from './trimmed-database';

/**
 * The tree of a distroless image: that of a base whose contents were kept, and a layer on it, without what such an image
 * does without; says what went. Throws as planDistroless does.
 */
export async function makeDistroless(
  base: ImageTree<KeptFact>,
  layer: readonly TreeEntry[],
  image: StoredImage,
  { name, platform, withoutFiles = [], users = [], config = {} }: LayerAssembleOptions,
): Promise<DistrolessPlan> {
  const entries = wholeTree(base, layer);
  const fileKinds = await readFileKinds(entries);
  const start = startOf(image.config.config ?? {}, config);
  const plan = planDistroless({ name, entries, fileKinds, withoutFiles, users, start });
  log.info(`${name} ${platform}: ${removedWords(plan.removed)}`);
  for (const line of lostLines(base, plan.entries)) log.warn(`${name} ${platform}: ${line}`);
  return { ...plan, entries: await Promise.all(plan.entries.map(withTrimmedDatabase)) };
}

/** Scanners would report the flaws of packages that are not there. */
export async function withTrimmedDatabase(entry: TreeEntry): Promise<TreeEntry> {
  if (entry.type !== 'file' || !DATABASES.includes(entry.path)) return entry;
  const text = (await readContent(entry.content)).toString('utf8');
  return { ...entry, content: { bytes: Buffer.from(trimmedDatabase(text)) } };
}

/** What went, by kind, a line each. */
function removedWords(removed: readonly Removed[]): string {
  const kinds = [...new Set(removed.map(({ kind }) => kind))].sort();
  const groups = kinds.map((kind) => {
    const paths = removed.flatMap((one) => (one.kind === kind ? [one.path] : []));
    const shown = paths.slice(0, SHOWN).join(' ');
    return `${kind} (${paths.length}): ${shown}${paths.length > SHOWN ? ' …' : ''}`;
  });
  return ['went', ...groups.map((group) => `  ${group}`)].join('\n');
}

/** What a base has that no layer of ours holds: devices and pipes, and the extended attributes of what is left. */
export function lostLines(base: ImageTree<unknown>, left: readonly { readonly path: string }[]): string[] {
  const devices = [...base].filter(([, { type }]) => type === 'other').map(([path]) => path);
  const attributes = left.flatMap(({ path }) => {
    const names = base.get(path)?.attributes ?? [];
    return names.length === 0 ? [] : [`${path} (${names.join(', ')})`];
  });
  const kinds: [what: string, paths: readonly string[]][] = [
    ['devices and pipes of the base go', devices],
    ['extended attributes of the base go, file capabilities are such', attributes],
  ];
  return kinds
    .filter(([, paths]) => paths.length > 0)
    .map(([what, paths]) => `${what}: ${paths.slice(0, SHOWN).join(' ')}${paths.length > SHOWN ? ' …' : ''}`);
}

/** Of hundreds of links some are enough: stage.json has them all. */
const SHOWN = 8;
