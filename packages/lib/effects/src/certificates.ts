import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';

import { makeDirectory, type Making, writeFile } from './file-commands';
import { type Content, type InstalledTree } from './installed-tree';
import { javaTrustStore } from './java-trust-store';
import { subjectHash } from './subject-hash';

const SHARED = '/usr/share/ca-certificates';
const HASHED = '/etc/ssl/certs';
/** What programs read that know of one file. */
const BUNDLE = `${HASHED}/ca-certificates.crt`;

/** What makers of known packages are given. */
export interface MakerContext extends Making {
  /** The text of its postinst. */
  readonly postinst: string;
}

/** A certificate that packages ship: its path below /usr/share/ca-certificates, and its text. */
interface Shipped {
  readonly name: string;
  readonly pem: Buffer;
}

/**
 * What update-ca-certificates(8) makes when nobody has deselected a certificate: the list of those that are wanted, a link for each in
 * /etc/ssl/certs, one by the hash of its subject, and the bundle of all.
 */
export async function makeCertificates(context: MakerContext): Promise<void> {
  const { tree, by, postinst } = context;
  const shipped = await shippedCertificates(tree);
  const header = /cat > \/etc\/ca-certificates\.conf <<EOF\n(.*?)\nEOF\n/s.exec(postinst)?.[1];
  const lines = [...(header === undefined ? [] : [header]), ...shipped.map(({ name }) => name).sort()];
  writeFile('/etc/ca-certificates.conf', { text: lines.map((line) => `${line}\n`).join('') }, context);
  makeDirectory('/usr/local/share/ca-certificates', 0o755, context);
  const hashes = new Map<string, number>();
  const link = (path: string, target: string): void => {
    tree.put(path, { type: 'symlink', mode: 0o777, owner: '0', group: '0', target, madeBy: by });
  };
  for (const { name, pem } of shipped) {
    const own = pemName(name);
    link(`${HASHED}/${own}`, `${SHARED}/${name}`);
    const hash = subjectHash(pem);
    const count = hashes.get(hash) ?? 0;
    hashes.set(hash, count + 1);
    link(`${HASHED}/${hash}.${count}`, own);
  }
  const texts = shipped
    .map(({ pem }) => pem.toString('utf8'))
    .map((text) => (text.endsWith('\n') ? text : `${text}\n`));
  writeFile(BUNDLE, { text: texts.join('') }, context);
}

/** What ca-certificates-java makes of the same certificates: the store that Java trusts. */
export async function makeJavaTrustStore({ tree, by }: MakerContext): Promise<void> {
  const shipped = await shippedCertificates(tree);
  const store = javaTrustStore(new Map(shipped.map(({ name, pem }) => [`debian:${pemName(name)}`, pem])));
  writeFile('/etc/ssl/certs/java/cacerts', { bytes: store }, { tree, by });
}

/** As update-ca-certificates names the link to a certificate. */
function pemName(name: string): string {
  return `${posix.basename(name, '.crt').replace(/[ ,]/g, '_').replace(/[()]/g, '=')}.pem`;
}

async function shippedCertificates(tree: InstalledTree): Promise<Shipped[]> {
  const found = [...tree.entries()].filter(
    ([path, { type }]) => type === 'file' && path.startsWith(`${SHARED}/`) && path.endsWith('.crt'),
  );
  const sorted = found.sort(([a], [b]) => (a < b ? -1 : 1));
  return Promise.all(
    sorted.map(async ([path, { content }]) => ({ name: path.slice(SHARED.length + 1), pem: await bytesOf(content) })),
  );
}

/** The bytes of a file; none where they are not known. */
export async function bytesOf(content: Content | undefined): Promise<Buffer> {
  if (content === undefined) return Buffer.alloc(0);
  if ('file' in content) return readFile(content.file);
  return 'bytes' in content ? Buffer.from(content.bytes) : Buffer.from(content.text);
}
