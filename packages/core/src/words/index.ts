export { type Digest, digest, digestFrom, hexOf, sha256Hex } from './digest';
export { packageName, projectName, tag } from './names';
