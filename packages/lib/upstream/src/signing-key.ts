import { join } from 'node:path';

/** A public key that upstream signs releases with. */
export interface SigningKey {
  readonly name: string;
  /** Fingerprint of the primary key, 40 upper-case hexadecimal digits. */
  readonly fingerprint: string;
  /** Absolute path of the armored public key. */
  readonly path: string;
  /** What this key uses that OpenPGP software refuses by default (names as in RFC 9580, section 9), or nothing. */
  readonly weak: { readonly publicKey: readonly 'dsa'[]; readonly hash: readonly 'sha1'[] };
}

const KEYS: readonly Omit<SigningKey, 'path'>[] = [
  {
    // Of 2006: 1024-bit DSA, signing over SHA-1. Good enough to confirm a file whose sha256 is pinned, for nothing else.
    name: 'denys-vlasenko',
    fingerprint: 'C9E9416F76E610DBD09D040F47B70C55ACC9965B',
    weak: { publicKey: ['dsa'], hash: ['sha1'] },
  },
];

/** The names {@link signingKey} knows. */
export const signingKeyNames: readonly string[] = KEYS.map(({ name }) => name);

/** A shipped key by name; undefined when there is none of that name. */
export function signingKey(name: string): SigningKey | undefined {
  const found = KEYS.find((key) => key.name === name);
  return found === undefined ? undefined : { ...found, path: join(__dirname, '..', 'keys', `${found.name}.asc`) };
}
