import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { digestOfBytes, type RawEntry, rawTar } from '../raw-tar';
import { tinyProgram } from './tiny-program';

/** A layer: the bytes of a tar, or what is said of it and what it is. */
export type Layer =
  | Buffer
  | {
      readonly tar: Buffer;
      readonly blob?: Buffer;
      readonly digest?: string;
      readonly size?: number;
      readonly diffId?: string;
      readonly mediaType?: string;
    };

type Document = Record<string, unknown>;

/** An image: its layers, bottom first, and how its documents are changed before they are written. */
export interface HostileImage {
  readonly layers: readonly Layer[];
  readonly execution?: Document;
  /** A text is written as it is. */
  readonly config?: (config: Document) => unknown;
  readonly manifest?: (manifest: Document) => Document;
  readonly index?: (index: { manifests: Document[] } & Document) => Document;
  /** Called with the paths of blobs when all is written. */
  readonly after?: (at: { readonly layer: string; readonly manifest: string }) => void;
}

const OCI = 'application/vnd.oci.image';

/** A layer of an ordinary image: a program, accounts, and what else is given. */
export function bottom(...more: readonly RawEntry[]): Buffer {
  return rawTar(
    ...['./', 'bin/', 'etc/', 'tmp/'].map((name) => ({ name, type: '5', mode: 0o755 })),
    { name: 'bin/app', body: tinyProgram(), mode: 0o755 },
    { name: 'etc/passwd', body: 'root:x:0:0:root:/root:/bin/false\n' },
    { name: 'etc/group', body: 'root:x:0:\n' },
    ...more,
  );
}

/** Writes an image as a layout, checking nothing, and gives the digest of its index. */
export function writeHostileLayout(directory: string, image: HostileImage): string {
  const blobs = join(directory, 'blobs/sha256');
  mkdirSync(blobs, { recursive: true });
  const put = (bytes: Buffer, mediaType: string): Document & { digest: string } => {
    const digest = digestOfBytes(bytes);
    writeFileSync(pathOf(directory, digest), bytes);
    return { mediaType, digest, size: bytes.length };
  };
  const layers = image.layers.map((layer) => {
    const { tar, blob = gzipSync(tar, { level: 1 }), ...said } = Buffer.isBuffer(layer) ? { tar: layer } : layer;
    const { diffId = digestOfBytes(tar), ...descriptor } = { mediaType: `${OCI}.layer.v1.tar+gzip`, ...said };
    return { diffId, descriptor: { ...put(blob, descriptor.mediaType), ...descriptor } };
  });
  const plain: Document = {
    os: 'linux',
    architecture: 'amd64',
    created: '2026-01-01T00:00:00Z',
    config: { Cmd: ['/bin/app'], ...image.execution },
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
  };
  const config = image.config?.(plain) ?? plain;
  const configText = typeof config === 'string' ? config : JSON.stringify(config);
  const described: Document = {
    schemaVersion: 2,
    mediaType: `${OCI}.manifest.v1+json`,
    config: put(Buffer.from(configText), `${OCI}.config.v1+json`),
    layers: layers.map(({ descriptor }) => descriptor),
  };
  const manifest = put(bytesOf(image.manifest?.(described) ?? described), `${OCI}.manifest.v1+json`);
  const listed = {
    schemaVersion: 2,
    mediaType: `${OCI}.index.v1+json`,
    manifests: [{ ...manifest, platform: { os: 'linux', architecture: 'amd64' } }] as Document[],
  };
  const index = put(bytesOf(image.index?.(listed) ?? listed), `${OCI}.index.v1+json`);
  writeFileSync(join(directory, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(join(directory, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [index] }));
  const top = layers.at(-1)?.descriptor.digest ?? '';
  image.after?.({ layer: pathOf(directory, top), manifest: pathOf(directory, manifest.digest) });
  return index.digest;
}

function pathOf(directory: string, digest: string): string {
  return join(directory, 'blobs/sha256', digest.replace(/^sha256:/, ''));
}

function bytesOf(document: Document): Buffer {
  return Buffer.from(JSON.stringify(document));
}
