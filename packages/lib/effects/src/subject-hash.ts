import { createHash, X509Certificate } from 'node:crypto';

/** One element of DER (ITU-T X.690, 8.1), as far as certificates have them: tags of one byte, definite lengths. */
interface Element {
  readonly tag: number;
  readonly content: Buffer;
}

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
const SEQUENCE = 0x30;
const SET = 0x31;
/** The tag of the field that says which version of the standard a certificate has; one of version 1 goes without. */
const VERSION = 0xa0;

/**
 * The name by which OpenSSL finds a certificate in a directory: eight hex digits, of its subject's canonical form
 * (X509_NAME_hash_ex in crypto/x509/x509_cmp.c, x509_name_canon in x_name.c). `openssl rehash` makes links of such names.
 * Throws for what is no certificate.
 */
export function subjectHash(certificate: Buffer): string {
  const der = new X509Certificate(certificate).raw;
  const [whole] = elements(der);
  const [body] = elements(whole?.content ?? Buffer.alloc(0));
  const fields = elements(body?.content ?? Buffer.alloc(0));
  // Version, serial number, algorithm, issuer, validity, subject (RFC 5280, 4.1).
  const subject = fields[fields[0]?.tag === VERSION ? 5 : 4];
  const names = elements(subject?.content ?? Buffer.alloc(0)).map(({ content }) => encoded(SET, relativeName(content)));
  const digest = createHash('sha1').update(Buffer.concat(names)).digest();
  return digest.readUInt32LE(0).toString(16).padStart(8, '0');
}

/** The pairs of type and value of a relative distinguished name, in their canonical form and order. */
function relativeName(content: Buffer): Buffer {
  const pairs = elements(content).map((pair) => {
    const [type, value] = elements(pair.content);
    return encoded(SEQUENCE, Buffer.concat([reencoded(type), canonical(value)]));
  });
  return Buffer.concat(pairs.sort((a, b) => Buffer.compare(a, b)));
}

function canonical(value: Element | undefined): Buffer {
  const read = value === undefined ? undefined : STRINGS[value.tag];
  if (value === undefined || read === undefined) return reencoded(value);
  const text = read(value.content)
    .replace(/[ \t\n\v\f\r]+/g, ' ')
    .replace(/^ | $/g, '')
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return encoded(UTF8_STRING, Buffer.from(text, 'utf8'));
}

function reencoded(element: Element | undefined): Buffer {
  return element === undefined ? Buffer.alloc(0) : encoded(element.tag, element.content);
}

function elements(bytes: Buffer): Element[] {
  const found: Element[] = [];
  for (let at = 0; at + 1 < bytes.length;) {
    const tag = bytes.readUInt8(at);
    const first = bytes.readUInt8(at + 1);
    const count = first < 0x80 ? 0 : first & 0x7f;
    const length = count === 0 ? first : bytes.readUIntBE(at + 2, count);
    const start = at + 2 + count;
    found.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}

function encoded(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
