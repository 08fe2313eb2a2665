import { chmod, copyFile, mkdir, open } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import {
  type FetchAndVerifyOutput,
  fetchAndVerifyOutput,
  type FetchedPatch,
  type FetchedTarball,
  recordArtefact,
  type StageInputs,
  writeStage,
} from '@basewright/contracts';
import { BasewrightError, openStore } from '@basewright/core';
import { openPackaging } from '@basewright/debian';
import { isLocal, type PatchSource, type SignatureSource, signingKey, type TarballSource } from '@basewright/upstream';

import { checkOptions } from './check-options';
import { openDownloader } from './download';
import { expectDigest } from './expect-digest';
import { fetchFromMirrors, type Sources } from './from-mirrors';
import { asMissingFix, type MissingFix, missingFixes } from './missing-fixes';
import { type FetchAndVerifyOptions } from './options';
import { patchFileName } from './patch-file-name';
import { verifiedDownload } from './verified-download';
import { type PinnedKey } from './verify-signature';

const LARGEST_PATCH = 50e6;

/**
 * The stage fetch-and-verify: leaves `<name>-<version>.tar.*` and `patches/NN-<name>.patch`, each verified, in
 * `outputPath` of the workspace. Throws BAD_INPUT for options that cannot be, otherwise as {@link fetchFromMirrors} does.
 */
export async function fetchAndVerify(options: FetchAndVerifyOptions, workspace: string): Promise<FetchAndVerifyOutput> {
  checkOptions(options);
  const downloader = openDownloader();
  const store = openStore();
  const settings = options.debian ?? {};
  const debian = { store, settings, packaging: openPackaging(store, settings) };
  const sources: Sources = { workspace, downloader, debian };
  try {
    return await writeStage(join(workspace, options.outputPath), fetchAndVerifyOutput, null, async (directory) => {
      const tarballs: FetchedTarball[] = [];
      for (const tarball of options.tarballs) tarballs.push(await addTarball(sources, tarball, directory));
      const patches = await addPatches(sources, options.patches, directory);
      return { body: { tarballs, patches }, inputs: inputsOf(tarballs, patches) };
    });
  } finally {
    await downloader.close();
  }
}

async function addTarball(sources: Sources, tarball: TarballSource, directory: string): Promise<FetchedTarball> {
  const { name, version, sha256, mirrors } = tarball;
  const label = `${name} ${version}`;
  const signature =
    tarball.signature === undefined
      ? null
      : { mirrors: tarball.signature.mirrors, key: pinnedKey(tarball.signature, sources.workspace) };
  const stored = await verifiedDownload(sources, { label, sha256, mirrors, signature });
  const extension = await archiveExtension(stored.path);
  if (extension === null) {
    throw new BasewrightError('BAD_INPUT', `cannot use ${label}: the file with its sha256 is not a tar archive`);
  }
  const file = `${name}-${version}.${extension}`;
  await copyInto(stored.path, join(directory, file));
  return {
    name,
    version,
    file: await recordArtefact(directory, file),
    signedBy: signature === null ? null : signature.key.fingerprint,
  };
}

/** All of them, in order. Fixes that no mirror has are reported together. */
async function addPatches(
  sources: Sources,
  wanted: readonly PatchSource[],
  directory: string,
): Promise<FetchedPatch[]> {
  await mkdir(join(directory, 'patches'));
  const patches: FetchedPatch[] = [];
  const missing: MissingFix[] = [];
  for (const [index, patch] of wanted.entries()) {
    try {
      const name = patchFileName(patch.name, index, wanted.length);
      patches.push(await addPatch(sources, patch, directory, `patches/${name}`));
    } catch (thrown) {
      const fix = asMissingFix(patch, thrown);
      if (fix === null) throw thrown;
      missing.push(fix);
    }
  }
  if (missing.length > 0) throw missingFixes(missing);
  return patches;
}

async function addPatch(sources: Sources, patch: PatchSource, directory: string, path: string): Promise<FetchedPatch> {
  await fetchPatch(sources, patch, join(directory, path));
  return {
    for: patch.for,
    set: patch.set ?? 'image',
    fixes: [...(patch.fixes ?? [])],
    origin: patch.origin ?? null,
    file: await recordArtefact(directory, path),
    libcs: patch.libcs === undefined ? null : [...patch.libcs],
    platforms: patch.platforms === undefined ? null : [...patch.platforms],
  };
}

/** A patch that lies on this machine anyway does not go through the store. */
async function fetchPatch(sources: Sources, { name, sha256, mirrors }: PatchSource, to: string): Promise<void> {
  const label = `the patch ${name}`;
  const digests = sha256 === undefined ? [] : [sha256];
  if (mirrors.every(isLocal)) {
    const accept = (path: string): Promise<void> =>
      digests.length === 0 ? Promise.resolve() : expectDigest(path, digests);
    await fetchFromMirrors(sources, { label, mirrors, maxBytes: LARGEST_PATCH, accept }, to);
    await chmod(to, 0o644);
  } else {
    await copyInto((await verifiedDownload(sources, { label, sha256: digests, mirrors, signature: null })).path, to);
  }
}

async function copyInto(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  await chmod(to, 0o644);
}

/** A key of this family by name, or one of the workspace by path; the latter gets no leave to be weak. */
function pinnedKey({ key, fingerprint }: SignatureSource, workspace: string): PinnedKey {
  const shipped = signingKey(key);
  return {
    fingerprint: fingerprint.toUpperCase(),
    path: shipped?.path ?? resolve(workspace, key),
    weak: shipped?.weak ?? { publicKey: [], hash: [] },
  };
}

function inputsOf(tarballs: readonly FetchedTarball[], patches: readonly FetchedPatch[]): StageInputs {
  return Object.fromEntries([
    ...tarballs.map(({ name, file }) => [`tarball ${name}`, file.sha256] as const),
    ...patches.map(({ file }) => [file.path, file.sha256] as const),
  ]);
}

/** How compressed tars begin: https://www.iana.org/assignments/media-types and the formats' own specifications. */
const MAGIC: readonly (readonly [extension: string, offset: number, bytes: string])[] = [
  ['tar.bz2', 0, '425a68'],
  ['tar.xz', 0, 'fd377a585a00'],
  ['tar.gz', 0, '1f8b'],
  ['tar.zst', 0, '28b52ffd'],
  ['tar.lz', 0, '4c5a4950'],
  ['tar', 257, '7573746172'],
];

/** The file name extension an archive's first bytes call for (`tar.bz2`), or null when it is no known archive. */
async function archiveExtension(path: string): Promise<string | null> {
  const head = Buffer.alloc(512);
  const file = await open(path);
  try {
    await file.read(head, 0, head.length, 0);
  } finally {
    await file.close();
  }
  const found = MAGIC.find(([, offset, bytes]) => head.toString('hex', offset, offset + bytes.length / 2) === bytes);
  return found?.[0] ?? null;
}
