import { architecture, fileName, imagePath, sha256Hex, version } from '@basewright/core';
import { z } from 'zod';

import { artefact, defineContract } from './contract';

const packageUrl = z.string().startsWith('pkg:');

const patch = z.strictObject({
  name: fileName,
  sha256: sha256Hex,
  /** The vulnerabilities it fixes: `CVE-2023-42366`. */
  fixes: z.array(z.string()),
});

const component = z.strictObject({
  /** `busybox`, or the name of a Debian package. */
  name: fileName,
  version,
  /** Its package URL (https://github.com/package-url/purl-spec). */
  purl: packageUrl,
  /** Whose release it is: of its authors, compiled here; or a Debian package. */
  origin: z.enum(['upstream', 'debian']),
  /** Files of it are in the image; or it is linked into those; or it was used to build them. */
  role: z.enum(['content', 'linked', 'tool']),
  /** Debian's word for the machine that a package is for; null for a release of authors. */
  architecture: architecture.nullable(),
  /** Of the tarball or the .deb. */
  sha256: sha256Hex,
  /** Names of licences, SPDX's or those of Debian's copyright files; null where nobody says. */
  licences: z.array(z.string()).nullable(),
  patches: z.array(patch),
  /** Who needs its libraries: absolute image paths, or `nsswitch.conf: hosts` and the like. */
  neededBy: z.array(z.string()),
  /** Where its files are in the image; of what is linked, the files it is linked into. Sorted. */
  files: z.array(imagePath),
});

const body = z.strictObject({
  /** The package URL of the image, by the digest of its manifest. */
  purl: packageUrl,
  /** When the image was made, as its configuration says it (RFC 3339). */
  created: z.string(),
  /** By role, then by name. */
  components: z.array(component),
  /** SPDX 2.3 as JSON. */
  spdx: artefact,
  /** CycloneDX 1.6 as JSON. */
  cyclonedx: artefact,
});

/** Something that an image of one platform is made of. */
export type SbomComponent = z.infer<typeof component>;
export type SbomOutput = z.infer<typeof body>;

/** What sbom leaves: of what an image is made, and twice the same as documents that others read. */
export const sbomOutput = defineContract<SbomOutput>({ stage: 'sbom', schema: 1, body });
