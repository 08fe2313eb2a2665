export { bundledFile } from './bundled-file';
export { busyboxRelease, knownVersions, uclibcRelease } from './find-release';
export { type SigningKey, signingKey, signingKeyNames } from './signing-key';
export { type PatchSource, type Release, type SignatureSource, type TarballSource } from './source';
