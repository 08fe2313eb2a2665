import { type ImageSpec } from '../image-file/image-schema';
import { type ResolvedSettings } from '../image-settings';
import { type ImagePaths } from './image-paths';

/** What the stages of one platform are made from. */
export interface PlatformContext {
  readonly name: string;
  readonly image: ImageSpec;
  readonly paths: ImagePaths;
  readonly settings: ResolvedSettings;
}
