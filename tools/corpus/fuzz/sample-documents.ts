import { gzipSync } from 'node:zlib';

import { digestOfBytes, paxEntry, rawTar } from '../raw-tar';

/** A layer of every kind of entry that tars of images have. */
export const SAMPLE_LAYER = rawTar(
  { name: './', type: '5', mode: 0o755 },
  { name: 'bin/', type: '5', mode: 0o755 },
  { name: 'bin/busybox', body: 'BusyBox', mode: 0o4755 },
  { name: 'bin/sh', type: '1', link: 'bin/busybox' },
  { name: 'lib', type: '2', link: 'usr/lib' },
  { name: 'dev/null', type: '3' },
  { name: 'run/pipe', type: '6' },
  paxEntry({ path: 'etc/é', 'SCHILY.xattr.user.a': Buffer.from([1, 0xff, 10]), mtime: '1.5', size: '2' }),
  { name: 'etc/x', body: 'hi' },
  { name: '././@LongLink', type: 'L', body: `${'long/'.repeat(40)}name\0` },
  { name: 'long', body: 'x'.repeat(600), uid: 1000, gid: 1000 },
  { name: 'etc/.wh.gone' },
  { name: 'opt/.wh..wh..opq' },
  { name: 'lib/x.so', body: '#!/bin/sh\n', mode: 0o755 },
);

/** The same through gzip. */
export const SAMPLE_GZIP = gzipSync(SAMPLE_LAYER);

const linux = { os: 'linux', architecture: 'amd64' };

/** The configuration of an image of the sample layer, with all that one may say. */
const SAMPLE_CONFIG = {
  ...linux,
  created: '2026-01-01T00:00:00Z',
  config: {
    User: 'app',
    ExposedPorts: { '80/tcp': {} },
    Env: ['PATH=/usr/bin:/bin', 'LANG=C.UTF-8'],
    Entrypoint: ['/bin/sh'],
    Cmd: ['-c', 'true'],
    Volumes: { '/data': {} },
    WorkingDir: '/home/app',
    Labels: { a: 'b' },
    StopSignal: 'SIGTERM',
    Healthcheck: { Test: ['CMD', 'true'] },
  },
  rootfs: { type: 'layers', diff_ids: [digestOfBytes(SAMPLE_LAYER)] },
  history: [
    { created: '2026-01-01T00:00:00Z', created_by: 'a test' },
    { created_by: 'ENV x', empty_layer: true },
  ],
};

const bytesOf = (document: unknown): Buffer => Buffer.from(JSON.stringify(document));
const descriptor = (mediaType: string, bytes: Uint8Array, more: object = {}): object => ({
  mediaType,
  digest: digestOfBytes(bytes),
  size: bytes.length,
  ...more,
});
const OCI = 'application/vnd.oci.image';

/** Its manifest. */
const SAMPLE_MANIFEST = {
  schemaVersion: 2,
  mediaType: `${OCI}.manifest.v1+json`,
  config: descriptor(`${OCI}.config.v1+json`, bytesOf(SAMPLE_CONFIG)),
  layers: [descriptor(`${OCI}.layer.v1.tar+gzip`, SAMPLE_GZIP)],
  annotations: { 'org.opencontainers.image.title': 'tiny' },
};

const entry = descriptor(`${OCI}.manifest.v1+json`, bytesOf(SAMPLE_MANIFEST), { platform: linux });

/** An index with it, for one platform of three. */
const SAMPLE_INDEX = {
  schemaVersion: 2,
  mediaType: `${OCI}.index.v1+json`,
  manifests: [
    { ...entry, platform: { os: 'linux', architecture: 'arm', variant: 'v7' } },
    entry,
    { ...entry, platform: { os: 'unknown', architecture: 'unknown' }, annotations: { a: 'b' } },
  ],
};

/** The bytes of the three, by what they are. */
export const SAMPLE_BYTES = {
  config: bytesOf(SAMPLE_CONFIG),
  manifest: bytesOf(SAMPLE_MANIFEST),
  index: bytesOf(SAMPLE_INDEX),
} as const;
