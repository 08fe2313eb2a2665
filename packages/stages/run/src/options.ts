import { type DebianSettings } from '@basewright/debian';

/** The image of one platform. */
export interface RunImage {
  /** `linux/amd64` … */
  readonly platform: string;
  /** Directory that publish left, relative to the workspace. */
  readonly directory: string;
  /** Target of this project that makes it; it is run first when the image is for another platform than the first one. */
  readonly target?: string;
}

/** The options of the executor `run` about the image. */
export interface RunOptions {
  /** Name of the image project: the container's host name. */
  readonly name: string;
  /** The first one is run unless `--platform` names another. */
  readonly images: readonly RunImage[];
  /** What pins the emulator for foreign platforms, relative to the workspace. */
  readonly lockFile: string;
  readonly strict?: boolean;
  readonly debian?: DebianSettings;
}
