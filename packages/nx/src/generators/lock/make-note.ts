import { type DebianPackage } from '@basewright/contracts';
import { platformOf, type Store } from '@basewright/core';
import {
  type KeptBack,
  type Lock,
  lockedSet,
  SECURITY_ARCHIVE,
  shortName,
  sourceChanges,
  sourceOf,
} from '@basewright/debian';
import { isDerived, parseBaseReference } from '@basewright/image';
import { type Libc } from '@basewright/libcs';

import { type NotedImage, type ReleaseNote, type SourceUpdate } from './release-note';
import { type ImageFile, nameOf } from './wanted-sets';

/** What a note is made from. */
export interface NoteFacts {
  readonly before: Lock;
  readonly after: Lock;
  readonly images: readonly ImageFile[];
  readonly keptBack: readonly KeptBack[];
  readonly bases: ReleaseNote['bases'];
}

/** The release note of a lock: what moved, what that fixes and which images it changes. Changelogs are read in the store. */
export async function makeNote(
  store: Store,
  { after, bases, before, images, keptBack }: NoteFacts,
): Promise<ReleaseNote> {
  const [old, now] = [packagesIn(before), packagesIn(after)];
  const moved = new Map<string, { readonly before: DebianPackage; readonly after: DebianPackage }[]>();
  for (const [id, one] of now) {
    const other = old.get(id);
    if (other === undefined || other.sha256 === one.sha256) continue;
    moved.set(sourceOf(one), [...(moved.get(sourceOf(one)) ?? []), { before: other, after: one }]);
  }
  const updates: SourceUpdate[] = [];
  for (const [source, packages] of moved) {
    updates.push({
      ...(await sourceChanges(store, packages)),
      source,
      packages,
      security: packages.some((one) => one.after.archive === SECURITY_ARCHIVE),
      images: imagesWith(new Set(packages.map((one) => one.after.sha256)), after, images),
    });
  }
  const withSource = (one: DebianPackage) => ({ ...one, source: sourceOf(one) });
  return {
    images: images.map(({ file, spec }) => ({ name: nameOf(file, spec), platforms: spec.platforms })),
    updates,
    added: [...now].filter(([id]) => !old.has(id)).map(([, one]) => withSource(one)),
    dropped: [...old].filter(([id]) => !now.has(id)).map(([, one]) => withSource(one)),
    keptBack,
    bases,
  };
}

/** By `name:architecture`; of several versions the last one by its name. */
function packagesIn(lock: Lock): Map<string, DebianPackage> {
  const all = Object.keys(lock.sets).flatMap((key) => lockedSet(lock, key) ?? []);
  return new Map(all.map((one) => [shortName(one), one]));
}

/** The images, and their platforms, that are built with some packages, or made on an image that is. */
function imagesWith(digests: ReadonlySet<string>, lock: Lock, images: readonly ImageFile[]): NotedImage[] {
  const purposes = Object.entries(lock.sets)
    .filter(([key]) => (lockedSet(lock, key) ?? []).some(({ sha256 }) => digests.has(sha256)))
    .map(([, { request }]) => request.for.split('/'));
  const isUsed = (file: ImageFile, id: string): boolean => {
    const { debianArch } = platformOf(id);
    const { spec } = file;
    const own = purposes.some((purpose) => isFor(purpose, { name: nameOf(file.file, spec), debianArch, spec }));
    if (own || !isDerived(spec)) return own;
    const base = parseBaseReference(spec.from);
    const other = images.find((one) => nameOf(one.file, one.spec) === (base as { project?: string }).project);
    return other !== undefined && other !== file && isUsed(other, id);
  };
  return images.flatMap((file) => {
    const platforms = file.spec.platforms.filter((id) => isUsed(file, id));
    return platforms.length === 0 ? [] : [{ name: nameOf(file.file, file.spec), platforms }];
  });
}

interface Use {
  readonly name: string;
  readonly debianArch: string;
  readonly spec: ImageFile['spec'];
}

/** Whether a set, by the words of what it is for, goes into an image. Emulators go into none. */
function isFor([kind, ...words]: readonly string[], { debianArch, name, spec }: Use): boolean {
  const libc: Libc | null = isDerived(spec) ? null : spec.libc;
  const uses: Readonly<Record<string, boolean>> = {
    toolchain: words[1] === libc && words[2] === debianArch,
    pack: true,
    libraries: libc === 'glibc' && words[0] === debianArch,
    requested: words[0] === name && words[1] === debianArch,
    packages: words[0] === name && words[1] === debianArch,
    identity: isDerived(spec) && spec.packages.length > 0 && words[0] === debianArch,
    sources: libc === 'uclibc' && words[0] === 'uclibc-source',
  };
  return uses[kind ?? ''] ?? false;
}
