export { type Digest, digest, digestFrom, hexOf, sha256Hex } from './digest';
export { accountName, packageName, projectName, tag, version } from './names';
