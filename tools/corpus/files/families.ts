import { ENVIRONMENTS } from './environments';
import { type FileFamily } from './file-case';
import { FRAGMENTS } from './fragments';
import { IMAGE_FILES } from './image-files';
import { LOCKS } from './locks';
import { PACKAGES } from './packages';
import { PATCHES } from './patches';
import { STAGES } from './stages';

/** Files that are read by one step each. */
export const FILE_FAMILIES: readonly FileFamily[] = [
  IMAGE_FILES,
  LOCKS,
  FRAGMENTS,
  PATCHES,
  PACKAGES,
  STAGES,
  ENVIRONMENTS,
];
