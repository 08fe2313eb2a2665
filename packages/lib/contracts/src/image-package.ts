import { architecture, packageName, sha256Hex, version } from '@basewright/core';
import { z } from 'zod';

/** Shape of {@link ImagePackage}. */
export const imagePackage = z.strictObject({
  name: packageName,
  version,
  architecture,
  /** Of the .deb. */
  sha256: sha256Hex,
  /**
   * Short names of the licences that its copyright file gives for parts of it, sorted; null where the file is not in
   * Debian's machine-readable format (https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/).
   */
  licences: z.array(z.string()).nullable(),
});

/** A Debian package that an image has files of. */
export type ImagePackage = z.infer<typeof imagePackage>;
