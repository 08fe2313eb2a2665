import { digestFrom, sha256, stableJson } from '@basewright/core';

import { type Descriptor } from './types';

/** Bytes that go into a layout under their digest: at hand, or in a file to copy. */
export interface BlobSource {
  readonly descriptor: Descriptor;
  readonly content: Uint8Array | { readonly file: string };
}

/** A JSON document as a blob: its canonical bytes, and the descriptor that names them. */
export function documentBlob(mediaType: string, document: unknown): BlobSource {
  const content = Buffer.from(stableJson(document));
  return { content, descriptor: { mediaType, digest: digestFrom(sha256(content)), size: content.length } };
}
