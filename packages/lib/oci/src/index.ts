export { type BlobSource } from './documents/blob';
export { type ContainerSettings, DEFAULT_PATH, execution, inheritedExecution } from './documents/execution';
export { MEDIA_TYPES } from './documents/media-types';
export {
  type LayerFacts,
  type LayoutRequest,
  planLayout,
  type PlannedImage,
  type PlannedLayout,
} from './documents/plan-layout';
export { type Descriptor, type Execution, type ImageConfig, LONGEST_DOCUMENT } from './documents/types';
export {
  followLinks,
  isAtOrBelow,
  makeFileInside,
  makeInside,
  type MissingPlaces,
  type MountedTree,
  onHost,
  readInside,
} from './files/mounted-tree';
export { keptImage, type KeptImage } from './files/kept-image';
export { type UnpackedEntry, unpackLayers } from './files/unpack-layers';
export { copyToLayout } from './pull/copy-to-layout';
export { rawManifest, type Repository } from './pull/from-registry';
export { type PullRequest } from './pull/image-source';
export { pullImage } from './pull/pull-image';
export { chooseManifest, notFor, samePlatform, spelled } from './read/choose-manifest';
export { type TreeNode } from './read/growing-tree';
export { type ImageTree, readTree } from './read/image-tree';
export { readBase } from './read/read-base';
export { type FactReader, type Inspection } from './read/read-layer';
export { blobsOf, checkDiffIds, readStoredImage, type StoredImage, type StoredLayer } from './read/stored-image';
export { accessOptions, isThisMachine, type RegistryAccess } from './registry/registry-access';
export { skopeo, type SkopeoCall } from './registry/skopeo';
export { describeProblem, type Problem } from './validate/problem';
export { validateLayout } from './validate/validate-layout';
export { layoutOf, writeLayout } from './write-layout';
