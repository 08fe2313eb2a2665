import { createHash, X509Certificate } from 'node:crypto';

/** What every Java takes to open the store of trusted certificates. It protects nothing: the certificates are public. */
const PASSWORD = 'changeit';
/** What Sun's own format puts between the password and the content (sun.security.provider.JavaKeyStore). */
const WHITENER = 'Mighty Aphrodite';
const MAGIC = 0xfeedfeed;
const VERSION = 2;
const TRUSTED_CERTIFICATE = 2;

/**
 * A keystore of Java with trusted certificates, in the format JKS, which every release reads: ca-certificates-java makes the same
 * one. The aliases are sorted, and no entry has a date but 1970, so that the same certificates give the same bytes.
 */
export function javaTrustStore(certificates: ReadonlyMap<string, Buffer>): Buffer {
  const sorted = [...certificates].sort(([a], [b]) => (a < b ? -1 : 1));
  const head = Buffer.alloc(12);
  head.writeUInt32BE(MAGIC, 0);
  head.writeUInt32BE(VERSION, 4);
  head.writeUInt32BE(sorted.length, 8);
  const entries = sorted.flatMap(([alias, certificate]) => {
    const { raw } = new X509Certificate(certificate);
    return [
      number(TRUSTED_CERTIFICATE),
      text(alias.toLowerCase()),
      Buffer.alloc(8),
      text('X.509'),
      number(raw.length),
      raw,
    ];
  });
  const content = Buffer.concat([head, ...entries]);
  const digest = createHash('sha1')
    .update(Buffer.from(PASSWORD, 'utf16le').swap16())
    .update(WHITENER)
    .update(content)
    .digest();
  return Buffer.concat([content, digest]);
}

/** The certificates of such a store, DER, by their aliases; null for bytes that are none, or hold something else as well. */
export function trustedIn(store: Buffer): Map<string, Buffer> | null {
  try {
    return entriesOf(store);
  } catch (failure) {
    if (failure instanceof RangeError) return null;
    throw failure;
  }
}

/** Throws RangeError where the bytes end too early. */
function entriesOf(store: Buffer): Map<string, Buffer> | null {
  if (store.length < 12 || store.readUInt32BE(0) !== MAGIC || store.readUInt32BE(4) !== VERSION) return null;
  const entries = new Map<string, Buffer>();
  let at = 12;
  const taken = (length: number): Buffer => {
    if (at + length > store.length) throw new RangeError('the store ends too early');
    at += length;
    return store.subarray(at - length, at);
  };
  for (let left = store.readUInt32BE(8); left > 0; left -= 1) {
    if (taken(4).readUInt32BE() !== TRUSTED_CERTIFICATE) return null;
    const alias = taken(taken(2).readUInt16BE()).toString('utf8');
    taken(8);
    taken(taken(2).readUInt16BE());
    entries.set(alias, taken(taken(4).readUInt32BE()));
  }
  return entries;
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value, 0);
  return bytes;
}

/** As java.io.DataOutput.writeUTF has it, of ASCII. */
function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length, 0);
  return Buffer.concat([length, bytes]);
}
