import { type Digest, digest as digestWord, projectName, repositoryMistake } from '@basewright/core';

/** What a derived image is made on. */
export type BaseReference =
  /** Another image of this workspace, by the name of its project. */
  | { readonly kind: 'project'; readonly project: string }
  /** An image in a registry: `localhost:5000/base`, `sha256:…` of its manifest or index, and the tag that was written. */
  | { readonly kind: 'registry'; readonly repository: string; readonly tag?: string; readonly digest: Digest }
  /** An image in an OCI layout: its directory, as written, and `sha256:…` of a manifest or index in it. */
  | { readonly kind: 'layout'; readonly path: string; readonly digest: Digest };

const PINNED = /^(?<place>[^@]*)@(?<pin>.*)$/s;
const TAG = /:([A-Za-z0-9_][A-Za-z0-9._-]{0,127})$/;
const LAYOUT = /^oci:/;

/** Reads `from` of image.json; what is wrong with it, as the end of a sentence, when it is none of the three. */
export function parseBaseReference(text: string): BaseReference | string {
  if (projectName.safeParse(text).success) return { kind: 'project', project: text };
  const { place, pin } = PINNED.exec(text)?.groups ?? {};
  const { data: digest } = digestWord.safeParse(pin);
  if (place === undefined || digest === undefined) return notPinned(text);
  if (LAYOUT.test(place)) {
    const path = place.replace(LAYOUT, '');
    return path === ''
      ? `"${text}" names no directory (as in "oci:./layout@sha256:…")`
      : { kind: 'layout', path, digest };
  }
  // The digest decides; a tag before it is for people, and for those who ask what is newer.
  const [tagged = '', tag] = (place.includes('/') ? TAG.exec(place) : null) ?? [];
  const repository = place.slice(0, place.length - tagged.length);
  return repositoryMistake(repository) ?? { kind: 'registry', repository, tag, digest };
}

function notPinned(text: string): string {
  const [place = ''] = text.split('@');
  if (!/[/:@]/.test(text)) {
    return `"${text}" is neither the name of a project nor an image with its registry and digest (as in "docker.io/library/alpine@sha256:…")`;
  }
  if (text.includes('@')) return `"${text}" has no digest of the form sha256: and 64 hexadecimal digits`;
  const source = LAYOUT.test(place) ? place : `docker://${place}`;
  return `"${text}" is not pinned: add @ and its digest (skopeo inspect --format '{{.Digest}}' ${source})`;
}
