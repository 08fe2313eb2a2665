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
