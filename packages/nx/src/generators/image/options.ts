import { type Libc } from '@basewright/libcs';

/** Options of the generator `image`. */
export interface ImageGeneratorOptions {
  readonly name: string;
  /** An image project or an image pinned by digest; empty: from source. */
  readonly from?: string;
  readonly libc?: Libc;
  /** Default: the platform of this machine. */
  readonly platforms?: readonly string[];
  /** Default: `images/<name>`. */
  readonly directory?: string;
  readonly skipLock?: boolean;
}
