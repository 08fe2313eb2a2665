import { BasewrightError, didYouMean, PLATFORM_IDS } from '@basewright/core';
import {
  isLocal,
  MIRROR_FORMS,
  parseMirror,
  type PatchSource,
  type SignatureSource,
  type TarballSource,
} from '@basewright/upstream';

import { type FetchAndVerifyOptions } from './options';

const SHA256 = /^[0-9a-f]{64}$/;
const FINGERPRINT = /^([0-9A-Fa-f]{40}|[0-9A-Fa-f]{64})$/;
const FILE_NAME = /^[A-Za-z0-9][\w.+~-]*$/;

/** Throws BAD_INPUT that lists everything wrong with the options, each mistake with its place. */
export function checkOptions({ tarballs, patches }: FetchAndVerifyOptions): void {
  const names = tarballs.map(({ name }) => name);
  const mistakes = [
    ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `tarballs: "${name}" is there twice`),
    ...tarballs.flatMap((tarball, index) => mistakesOfTarball(tarball, `tarballs[${index}]`)),
    ...patches.flatMap((patch, index) => mistakesOfPatch(patch, `patches[${index}]`, names)),
  ];
  if (mistakes.length === 0) return;
  throw new BasewrightError('BAD_INPUT', `cannot fetch sources: the options are wrong\n  ${mistakes.join('\n  ')}`);
}

function mistakesOfTarball(tarball: TarballSource, at: string): string[] {
  return [
    ...mistakesOfName(tarball.name, `${at}.name`),
    ...mistakesOfName(tarball.version, `${at}.version`),
    ...(tarball.sha256.length === 0 ? [`${at}.sha256: there is none; nothing can be verified without`] : []),
    ...tarball.sha256.flatMap((digest, index) => mistakesOfDigest(digest, `${at}.sha256[${index}]`)),
    ...mistakesOfMirrors(tarball.mirrors, `${at}.mirrors`),
    ...(tarball.signature === undefined ? [] : mistakesOfSignature(tarball.signature, `${at}.signature`)),
  ];
}

function mistakesOfSignature({ mirrors, fingerprint }: SignatureSource, at: string): string[] {
  return [
    ...mistakesOfMirrors(mirrors, `${at}.mirrors`),
    ...(FINGERPRINT.test(fingerprint)
      ? []
      : [`${at}.fingerprint: "${fingerprint}" is not 40 or 64 hexadecimal digits (a whole fingerprint, not a key id)`]),
  ];
}

function mistakesOfPatch(patch: PatchSource, at: string, tarballs: readonly string[]): string[] {
  // A file of the workspace is an input of the target, and a bundled one comes with this program.
  const unpinned = patch.mirrors.filter((mirror) => !isLocal(mirror));
  return [
    ...mistakesOfName(patch.name, `${at}.name`),
    ...(tarballs.includes(patch.for)
      ? []
      : [`${at}.for: there is no tarball "${patch.for}"${didYouMean(patch.for, tarballs)}`]),
    ...(patch.sha256 === undefined ? [] : mistakesOfDigest(patch.sha256, `${at}.sha256`)),
    ...mistakesOfMirrors(patch.mirrors, `${at}.mirrors`),
    ...(patch.sha256 === undefined && unpinned.length > 0
      ? [`${at}.sha256: there is none; a patch from ${unpinned.join(', ')} needs one`]
      : []),
    ...(patch.platforms ?? [])
      .filter((platform) => !PLATFORM_IDS.some((known) => known === platform))
      .map((platform) => `${at}.platforms: unknown platform "${platform}"${didYouMean(platform, PLATFORM_IDS)}`),
  ];
}

function mistakesOfName(name: string, at: string): string[] {
  if (FILE_NAME.test(name)) return [];
  return [`${at}: "${name}" cannot be part of a file name (letters, digits and . _ + ~ - only)`];
}

function mistakesOfDigest(digest: string, at: string): string[] {
  return SHA256.test(digest) ? [] : [`${at}: "${digest}" is not a sha256 (64 lower-case hexadecimal digits)`];
}

function mistakesOfMirrors(mirrors: readonly string[], at: string): string[] {
  if (mirrors.length === 0) return [`${at}: there is none`];
  return mirrors.flatMap((mirror, index) =>
    parseMirror(mirror) === undefined
      ? [`${at}[${index}]: "${mirror}" is none of the forms a mirror has: ${MIRROR_FORMS}`]
      : [],
  );
}
