import { type ImageSpec, type ResolvedSettings } from '@basewright/image';

import { type ImagePaths } from './image-paths';

/** What the stages of one platform are made from. */
export interface PlatformContext {
  readonly name: string;
  readonly image: ImageSpec;
  readonly paths: ImagePaths;
  readonly settings: ResolvedSettings;
}
