import { BasewrightError, sha256 } from '@basewright/core';
import { accessTo, parseBaseReference, type ResolvedSettings } from '@basewright/image';
import { rawManifest, type Repository } from '@basewright/oci';

/** An image project and what it is made on, as its image.json has it. */
export interface DerivedImage {
  readonly name: string;
  readonly from: string;
}

/** A tag that names another image now than the digest beside it does. */
export interface NewerBase {
  /** The image project that is made on it. */
  readonly image: string;
  /** As written: `docker.io/library/alpine:3.22@sha256:…` */
  readonly reference: string;
  /** `sha256:…` of the manifest or index. */
  readonly digestNow: string;
}

/** What {@link newerBases} found. */
export interface NewerBases {
  readonly offers: readonly NewerBase[];
  /** The tags that could not be asked for, each with the reason, as sentences. */
  readonly unchecked: readonly string[];
}

/** A registry answers for a manifest in a second, or is not there. */
const TIMEOUT_SECONDS = 30;

/**
 * Asks the registries which digest the tag of each pinned base has now. A base without a tag, in a layout or in this
 * workspace has nothing newer. No registry's failure is one here: it is listed. `workspace` is an absolute path.
 */
export async function newerBases(
  images: readonly DerivedImage[],
  settings: ResolvedSettings,
  workspace: string,
  timeoutSeconds = TIMEOUT_SECONDS,
): Promise<NewerBases> {
  const references = [...new Set(images.map(({ from }) => from))].sort();
  const unchecked: string[] = [];
  const digests = new Map<string, string>();
  const ask = async (reference: string): Promise<void> => {
    const digest = await newerDigest(reference, settings, { workspace, timeoutSeconds }).catch((thrown: unknown) => {
      if (!(thrown instanceof BasewrightError)) throw thrown;
      unchecked.push(thrown.message.split('\n')[0] ?? '');
      return null;
    });
    if (digest !== null) digests.set(reference, digest);
  };
  await Promise.all(references.map(ask));
  const offers = images.flatMap(({ name, from }) => {
    const digestNow = digests.get(from);
    return digestNow === undefined ? [] : [{ image: name, reference: from, digestNow }];
  });
  return { offers, unchecked: [...new Set(unchecked)].sort() };
}

/** Null when there is nothing newer. */
async function newerDigest(
  reference: string,
  settings: ResolvedSettings,
  { workspace, timeoutSeconds }: { readonly workspace: string; readonly timeoutSeconds: number },
): Promise<string | null> {
  const base = parseBaseReference(reference);
  if (typeof base === 'string' || base.kind !== 'registry' || base.tag === undefined) return null;
  const { repository, tag, digest } = base;
  const place: Repository = { repository, ...accessTo(repository, settings) };
  const bytes = await rawManifest(place, `:${tag}`, { what: `the tag ${tag}`, cwd: workspace, timeoutSeconds });
  const now = `sha256:${sha256(bytes)}`;
  // An index that still lists the manifest of one platform that was pinned has nothing newer for it.
  return now === digest || bytes.includes(digest) ? null : now;
}
