export { type Digest, digest, digestFrom, hexOf, sha256Hex } from './digest';
export { projectName, tag } from './names';
