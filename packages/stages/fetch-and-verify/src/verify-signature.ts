import { readFile } from 'node:fs/promises';

import { BasewrightError, reasonOf } from '@basewright/core';
import { type SigningKey } from '@basewright/upstream';
import {
  config as defaults,
  createMessage,
  enums,
  type Key,
  type PartialConfig,
  readKeys,
  readSignature,
  type Signature,
  verify,
} from 'openpgp';

/** Who must have signed. */
export interface PinnedKey {
  /** Upper-case hexadecimal fingerprint of the primary key. */
  readonly fingerprint: string;
  /** Absolute path of a file with the armored public key; it may hold others. */
  readonly path: string;
  /** Algorithms to accept that are refused by default. */
  readonly weak: SigningKey['weak'];
}

/**
 * Checks a detached OpenPGP signature (binary or armored) over a file. Throws BAD_SIGNATURE when it is not by the pinned
 * key or not over this file, BAD_INPUT when the key file does not hold the pinned key. The message is the reason alone.
 */
export async function verifySignature(file: string, signatureFile: string, pinned: PinnedKey): Promise<void> {
  const key = await readPinnedKey(pinned);
  const signature = await readDetached(signatureFile);
  const signers = signature.getSigningKeyIDs();
  if (!signers.some((signer) => key.getKeys(signer).length > 0)) {
    const ids = signers.map((signer) => signer.toHex().toUpperCase()).join(', ');
    throw badSignature(`it is signed by key ${ids}, not by the pinned ${pinned.fingerprint}`);
  }
  const message = await createMessage({ binary: await readFile(file) });
  const result = await verify({
    message,
    signature,
    verificationKeys: key.toPublic(),
    config: acceptingWeak(pinned.weak),
  });
  const verdicts = await Promise.all(result.signatures.map(({ verified }) => verified.catch(reasonOf)));
  if (verdicts.includes(true)) return;
  throw badSignature(`the signature of key ${pinned.fingerprint} does not fit the file: ${verdicts.join(', ')}`);
}

/**
 * OpenPGP.js refuses DSA keys and signatures over SHA-1, for good reason: SHA-1 collisions can be made. BusyBox's key is
 * DSA of 2006 and signs over SHA-1; upstream has no other. Here a collision gains nothing, because the file's sha256 is
 * pinned too. So exactly what the pinned key needs is let through, for this one call.
 */
function acceptingWeak(weak: SigningKey['weak']): PartialConfig {
  const without = <T>(refused: Set<T>, accepted: readonly T[]): Set<T> =>
    new Set([...refused].filter((algorithm) => !accepted.includes(algorithm)));
  const hashes = weak.hash.map((name) => enums.hash[name]);
  return {
    rejectPublicKeyAlgorithms: without(
      defaults.rejectPublicKeyAlgorithms,
      weak.publicKey.map((name) => enums.publicKey[name]),
    ),
    rejectMessageHashAlgorithms: without(defaults.rejectMessageHashAlgorithms, hashes),
  };
}

async function readPinnedKey({ path, fingerprint }: PinnedKey): Promise<Key> {
  const armoredKeys = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new BasewrightError('BAD_INPUT', `cannot read the key ${path}: ${reasonOf(cause)}`, { cause });
  });
  const keys = await readKeys({ armoredKeys }).catch((cause: unknown) => {
    throw new BasewrightError('BAD_INPUT', `cannot read the key ${path}: ${reasonOf(cause)}`, { cause });
  });
  const found = keys.find((key) => key.getFingerprint().toUpperCase() === fingerprint.toUpperCase());
  if (found !== undefined) return found;
  const held = keys.map((key) => key.getFingerprint().toUpperCase()).join(', ');
  throw new BasewrightError('BAD_INPUT', `cannot use the key ${path}: it is ${held}, pinned is ${fingerprint}`);
}

async function readDetached(path: string): Promise<Signature> {
  const bytes = await readFile(path);
  try {
    const armored = bytes.subarray(0, 64).includes('-----BEGIN PGP');
    return await (armored
      ? readSignature({ armoredSignature: bytes.toString('utf8') })
      : readSignature({ binarySignature: new Uint8Array(bytes) }));
  } catch (cause) {
    throw new BasewrightError('BAD_SIGNATURE', `it is no OpenPGP signature (${reasonOf(cause)})`, { cause });
  }
}

function badSignature(reason: string): BasewrightError {
  return new BasewrightError('BAD_SIGNATURE', reason);
}
