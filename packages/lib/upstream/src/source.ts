import { type PatchOrigin, type PatchSet } from '@basewright/contracts';
import { type Libc } from '@basewright/libcs';

/** A detached OpenPGP signature over a tarball. */
export interface SignatureSource {
  /** Where the signature file is, in the order to ask. */
  readonly mirrors: readonly string[];
  /** The name of a key of this package, or the workspace path of an armored public key. */
  readonly key: string;
  /** Fingerprint of the primary key that must have signed: 40 (or 64) hexadecimal digits. */
  readonly fingerprint: string;
}

/** A tarball, the digests it may have and where to get it. */
export interface TarballSource {
  readonly name: string;
  readonly version: string;
  /** Any one of these; more than one where the same release was packed twice. */
  readonly sha256: readonly string[];
  /** `https://…`, `apt-source:…`, `apt-binary:…`, `file:…`, in the order to ask. */
  readonly mirrors: readonly string[];
  readonly signature?: SignatureSource;
}

/** A patch for one tarball. */
export interface PatchSource {
  /** The name of the tarball it is for. */
  readonly for: string;
  readonly name: string;
  /** Default: `image`. */
  readonly set?: PatchSet;
  /** The vulnerabilities it fixes: `CVE-2023-42366`. */
  readonly fixes?: readonly string[];
  /** Whose it is, when it fixes one. */
  readonly origin?: PatchOrigin;
  readonly sha256?: string;
  /** As for tarballs, and `bundled:…` for a file of this package. */
  readonly mirrors: readonly string[];
  /** Applied on these libcs / for these platforms only; left out means all. */
  readonly libcs?: readonly Libc[];
  readonly platforms?: readonly string[];
}

/** Everything one upstream release needs, in the form fetch-and-verify takes it. */
export interface Release {
  readonly tarball: TarballSource;
  /** In the order they apply. */
  readonly patches: readonly PatchSource[];
  /**
   * Vulnerabilities whose fix changes what the fixes of others bring, with those others: without theirs it does not
   * apply. Default: none.
   */
  readonly standsOn?: Readonly<Record<string, readonly string[]>>;
}
