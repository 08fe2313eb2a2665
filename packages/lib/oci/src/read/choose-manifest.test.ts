import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { digestFrom, type OciPlatform, sha256 } from '@basewright/core';
import { inTemporaryDirectory } from '@basewright/testing';

import { chooseManifest } from './choose-manifest';

const entry = (name: string, architecture: string, variant?: string, os = 'linux'): object => ({
  digest: digestFrom(sha256(name)),
  platform: { os, architecture, ...(variant === undefined ? {} : { variant }) },
});
const INDEX = {
  mediaType: 'application/vnd.docker.distribution.manifest.list.v2+json',
  manifests: [
    entry('windows', 'amd64', undefined, 'windows'),
    entry('amd64', 'amd64'),
    entry('armv6', 'arm', 'v6'),
    entry('armv7', 'arm', 'v7'),
    entry('arm64', 'arm64'),
    entry('attestation', 'unknown', undefined, 'unknown'),
    { digest: 'signature' },
  ],
};

async function chosen(document: object, architecture: string, variant?: string): Promise<string> {
  return inTemporaryDirectory(async (directory) => {
    const path = join(directory, 'document');
    await writeFile(path, JSON.stringify(document));
    const platform: OciPlatform = { os: 'linux', architecture, ...(variant === undefined ? {} : { variant }) };
    return chooseManifest(path, digestFrom(sha256('top')), platform, 'x');
  });
}

it.each([
  ['amd64', undefined, 'amd64'],
  ['arm', 'v7', 'armv7'],
  ['arm', 'v6', 'armv6'],
  ['arm64', 'v8', 'arm64'],
])('finds linux/%s/%s: %s', async (architecture, variant, digest) => {
  expect(await chosen(INDEX, architecture, variant)).toBe(digestFrom(sha256(digest)));
});

it('takes a manifest for itself', async () => {
  expect(await chosen({ schemaVersion: 2, layers: [] }, 's390x')).toBe(digestFrom(sha256('top')));
});

it('says which platforms there are', async () => {
  await expect(chosen(INDEX, 's390x')).rejects.toThrow(
    'cannot use x: it is not for linux/s390x, but for windows/amd64, linux/amd64, linux/arm/v6, linux/arm/v7, linux/arm64/v8',
  );
});

it.each([
  'sha256:../../../victim',
  `sha256:${'a'.repeat(64)}/../x`,
  'sha256:.',
  `sha512:${'a'.repeat(128)}`,
  5,
  { toString: 5 },
])('refuses the digest %j, before it becomes a path', async (digest) => {
  const platform = { os: 'linux', architecture: 'amd64' };
  await expect(chosen({ manifests: [{ digest, platform }] }, 'amd64')).rejects.toThrow(
    'cannot use x: its index has no sha256 digest for linux/amd64: ',
  );
});

it('takes an architecture for a name, whatever it is called', async () => {
  const index = { manifests: ['constructor', '__proto__'].map((one) => entry(one, one)) };
  await expect(chosen(index, 'amd64')).rejects.toThrow('but for linux/constructor, linux/__proto__');
});

it('lets other platforms have other algorithms', async () => {
  const other = { digest: `sha512:${'a'.repeat(128)}`, platform: { os: 'linux', architecture: 's390x' } };
  expect(await chosen({ manifests: [other, entry('amd64', 'amd64')] }, 'amd64')).toBe(digestFrom(sha256('amd64')));
});
