export { type Digest, digest, digestFrom, hexOf, sha256Hex } from './digest';
export { accountName, architecture, fileName, packageName, projectName, sourceDate, tag, version } from './names';
export { fileMode, imagePath, linkTarget, pathInside, workspacePath } from './paths';
