import { createHash, X509Certificate } from 'node:crypto';

import { der, type DerElement, derElements, SEQUENCE, SET } from './der';

/** Strings that OpenSSL compares without regard to case and blanks, by tag, with how their bytes are text. */
const STRINGS: Readonly<Record<number, (bytes: Buffer) => string>> = {
  12: (bytes) => bytes.toString('utf8'),
  19: (bytes) => bytes.toString('latin1'),
  20: (bytes) => bytes.toString('latin1'),
  22: (bytes) => bytes.toString('latin1'),
  26: (bytes) => bytes.toString('latin1'),
  30: (bytes) => Buffer.from(bytes).swap16().toString('utf16le'),
};
const UTF8_STRING = 12;
/** The tag of the field that says which version of the standard a certificate has; one of version 1 goes without. */
const VERSION = 0xa0;

/**
 * The name by which OpenSSL finds a certificate in a directory: eight hex digits, of its subject's canonical form
 * (X509_NAME_hash_ex in crypto/x509/x509_cmp.c, x509_name_canon in x_name.c). `openssl rehash` makes links of such names.
 * Throws for what is no certificate.
 */
export function subjectHash(certificate: Buffer): string {
  const { raw } = new X509Certificate(certificate);
  const [whole] = derElements(raw);
  const [body] = derElements(whole?.content ?? Buffer.alloc(0));
  const fields = derElements(body?.content ?? Buffer.alloc(0));
  // Version, serial number, algorithm, issuer, validity, subject (RFC 5280, 4.1).
  const subject = fields[fields[0]?.tag === VERSION ? 5 : 4];
  const names = derElements(subject?.content ?? Buffer.alloc(0)).map(({ content }) => der(SET, relativeName(content)));
  const digest = createHash('sha1').update(Buffer.concat(names)).digest();
  return digest.readUInt32LE(0).toString(16).padStart(8, '0');
}

/** The pairs of type and value of a relative distinguished name, in their canonical form and order. */
function relativeName(content: Buffer): Buffer {
  const pairs = derElements(content).map((pair) => {
    const [type, value] = derElements(pair.content);
    return der(SEQUENCE, reencoded(type), canonical(value));
  });
  return Buffer.concat(pairs.sort((a, b) => Buffer.compare(a, b)));
}

function canonical(value: DerElement | undefined): Buffer {
  const read = value === undefined ? undefined : STRINGS[value.tag];
  if (value === undefined || read === undefined) return reencoded(value);
  const text = read(value.content)
    .replace(/[ \t\n\v\f\r]+/g, ' ')
    .replace(/^ | $/g, '')
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return der(UTF8_STRING, Buffer.from(text, 'utf8'));
}

function reencoded(element: DerElement | undefined): Buffer {
  return element === undefined ? Buffer.alloc(0) : der(element.tag, element.content);
}
