export { type Digest, digest, digestFrom, hexOf, sha256Hex } from './digest';
export { projectName, repository, tag } from './names';
