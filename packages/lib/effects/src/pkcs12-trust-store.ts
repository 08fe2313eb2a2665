import { der, derElements, type DerElement, OBJECT_ID, OCTET_STRING, SEQUENCE, SET, TAGGED_0 } from './der';

/** Object identifiers as DER has them (RFC 7292, and sun.security.pkcs12.PKCS12KeyStore for the last two). */
const OID = {
  data: '2a864886f70d010701',
  certBag: '2a864886f70d010c0a0103',
  x509: '2a864886f70d01091601',
  friendlyName: '2a864886f70d010914',
  // Oracle's "trusted key usage": an entry that has it is an authority, whatever it may be used for.
  trustedKeyUsage: '6086480186f966adca7b0101',
  anyUsage: '551d2500',
} as const;

const BMP_STRING = 0x1e;

const oid = (name: keyof typeof OID): Buffer => der(OBJECT_ID, Buffer.from(OID[name], 'hex'));

/**
 * A PKCS#12 store of Java with more trusted certificates (DER, by their aliases), as those of the JDK are since release 18: without a
 * password, so that no part is encrypted or signed. Null for bytes that are no such store: nobody here knows the password of another.
 */
export function addToPkcs12(store: Buffer, more: ReadonlyMap<string, Buffer>): Buffer | null {
  try {
    const safes = safesOf(store);
    if (safes === null) return null;
    const bags = [...more].filter(([, certificate]) => !store.includes(certificate)).map(trustedBag);
    const added = bags.length === 0 ? [] : [dataOf(der(SEQUENCE, ...bags))];
    const version = der(0x02, Buffer.from([3]));
    return der(SEQUENCE, version, dataOf(der(SEQUENCE, ...safes.map(whole), ...added)));
  } catch (failure) {
    if (failure instanceof RangeError) return null;
    throw failure;
  }
}

/** The parts of a store that has neither a password nor a signature. Throws RangeError. */
function safesOf(store: Buffer): readonly DerElement[] | null {
  const [pfx, ...behind] = derElements(store);
  if (pfx?.tag !== SEQUENCE || behind.length > 0) return null;
  const [version, authenticated, signature] = derElements(pfx.content);
  if (version?.content.equals(Buffer.from([3])) !== true || signature !== undefined) return null;
  const content = contentOf(authenticated);
  const [sequence] = content === null ? [] : derElements(content);
  const safes = sequence?.tag === SEQUENCE ? derElements(sequence.content) : null;
  return safes?.every((one) => contentOf(one) !== null) === true ? safes : null;
}

/** The bytes in a ContentInfo of plain data; null for one of another kind: what is encrypted. */
function contentOf(info: DerElement | undefined): Buffer | null {
  const [type, tagged] = info?.tag === SEQUENCE ? derElements(info.content) : [];
  if (type?.content.toString('hex') !== OID.data || tagged?.tag !== TAGGED_0) return null;
  const [octets] = derElements(tagged.content);
  return octets?.tag === OCTET_STRING ? octets.content : null;
}

function dataOf(content: Buffer): Buffer {
  return der(SEQUENCE, oid('data'), der(TAGGED_0, der(OCTET_STRING, content)));
}

function trustedBag([alias, certificate]: readonly [string, Buffer]): Buffer {
  const certBag = der(SEQUENCE, oid('x509'), der(TAGGED_0, der(OCTET_STRING, certificate)));
  const name = der(BMP_STRING, Buffer.from(alias.toLowerCase(), 'utf16le').swap16());
  const attributes = der(
    SET,
    der(SEQUENCE, oid('friendlyName'), der(SET, name)),
    der(SEQUENCE, oid('trustedKeyUsage'), der(SET, oid('anyUsage'))),
  );
  return der(SEQUENCE, oid('certBag'), der(TAGGED_0, certBag), attributes);
}

const whole = ({ tag, content }: DerElement): Buffer => der(tag, content);
