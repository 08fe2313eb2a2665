import { type FindingKind } from '@basewright/contracts';

import { type Loader } from './loader';

/** Something that keeps an image, or a program in it, from starting, as far as that can be found without running it. */
export interface Finding {
  readonly kind: FindingKind;
  /** `error`: what the image is for does not start. `warning`: it may be meant to be so, or never be started. */
  readonly severity: 'error' | 'warning';
  /** Absolute path in the image of what it is about; null where that is no file. */
  readonly file: string | null;
  /** What is lacking: the name of a library, the path of an interpreter, of a user …; null where nothing is. */
  readonly need: string | null;
  /** Of a library the libc whose loader looks for it: one of another is of no use. */
  readonly libc?: Loader['libc'];
  /** Debian's package that has what is lacking, where that is known. */
  readonly package: string | null;
  /** Where image.json says so, or who put the file there: `image.user`, `rootfs.files[0] (images/app/serve)`. */
  readonly place: string;
  /** The rest of the sentence after the file, or after the place. */
  readonly problem: string;
}
