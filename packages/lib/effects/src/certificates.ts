import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';

import { makeDirectory, type Making, writeFile } from './file-commands';
import { type Content, type InstalledTree } from './installed-tree';
import { javaTrustStore, trustedIn } from './java-trust-store';
import { type OwnCertificate } from './own-certificates';
import { addToPkcs12 } from './pkcs12-trust-store';
import { subjectHash } from './subject-hash';

const SHARED = '/usr/share/ca-certificates';
const LOCAL = '/usr/local/share/ca-certificates';
const HASHED = '/etc/ssl/certs';
/** What programs read that know of one file: Debian's and Alpine's, and those of other systems, which a base may have. */
const BUNDLE = `${HASHED}/ca-certificates.crt`;
const OTHER_BUNDLES = ['/etc/ssl/cert.pem', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/ca-bundle.pem'];
const JAVA = '/etc/ssl/certs/java/cacerts';

/** Files of a base that hold certificates which it trusts: who adds others has to know what is in them. */
export function holdsTrust(path: string): boolean {
  return (
    path === BUNDLE ||
    path === JAVA ||
    OTHER_BUNDLES.includes(path) ||
    path === '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem' ||
    /\/lib\/security\/cacerts$/.test(path)
  );
}

/** What makers of known packages are given. */
export interface MakerContext extends Making {
  /** The text of its postinst. */
  readonly postinst: string;
}

/** A certificate in the tree: its path, and its text. */
interface Installed {
  readonly path: string;
  readonly pem: Buffer;
}

/** Puts an author's certificates where update-ca-certificates(8) looks for them. */
export function putCertificates(own: readonly OwnCertificate[], making: Making): void {
  for (const { name, pem } of own) writeFile(`${LOCAL}/${name}.crt`, { text: pem }, making);
}

/**
 * What update-ca-certificates(8) makes when nobody has deselected a certificate: the list of those that are wanted, a link for each in
 * /etc/ssl/certs, one by the hash of its subject, and the bundle of all.
 */
export async function makeCertificates(context: MakerContext): Promise<void> {
  const { tree, postinst } = context;
  const shipped = await certificatesBelow(SHARED, tree);
  const header = /cat > \/etc\/ca-certificates\.conf <<EOF\n(.*?)\nEOF\n/s.exec(postinst)?.[1];
  const names = shipped.map(({ path }) => path.slice(SHARED.length + 1)).sort();
  const lines = [...(header === undefined ? [] : [header]), ...names];
  writeFile('/etc/ca-certificates.conf', { text: lines.map((line) => `${line}\n`).join('') }, context);
  makeDirectory(LOCAL, 0o755, context);
  const all = [...shipped, ...(await certificatesBelow(LOCAL, tree))];
  linkCertificates(all, context);
  writeFile(BUNDLE, { text: bundle(all) }, context);
}

/**
 * Adds an author's certificates to what a base trusts: a link for each and one by its hash, and the bundles that are there; where
 * there is none, one is made.
 */
export async function addCertificates(making: Making): Promise<void> {
  const { tree } = making;
  const own = await certificatesBelow(LOCAL, tree);
  linkCertificates(own, making);
  const there = [BUNDLE, ...OTHER_BUNDLES].filter((path) => tree.at(path)?.type === 'file');
  const places = there.length === 0 ? [BUNDLE] : there.map((path) => tree.place(path) ?? path);
  for (const place of new Set(places)) {
    const before = tree.text(place) ?? '';
    const separator = before === '' || before.endsWith('\n') ? '' : '\n';
    writeFile(place, { text: before + separator + bundle(own) }, making);
  }
}

/** What ca-certificates-java makes of the same certificates: the store that Java trusts. */
export async function makeJavaTrustStore(making: Making): Promise<void> {
  const all = [...(await certificatesBelow(SHARED, making.tree)), ...(await certificatesBelow(LOCAL, making.tree))];
  writeFile(JAVA, { bytes: javaTrustStore(new Map(all.map(forJava))) }, making);
}

/** Adds an author's certificates to the stores of Java that a base has. Gives the paths of those whose format is not known here. */
export async function addToJavaTrustStores(making: Making): Promise<string[]> {
  const { tree } = making;
  const own = await certificatesBelow(LOCAL, tree);
  const paths = [...tree.entries()].flatMap(([path, { type }]) =>
    type === 'file' && (path === JAVA || /\/lib\/security\/cacerts$/.test(path)) ? [path] : [],
  );
  const unknown: string[] = [];
  for (const path of paths) {
    const bytes = addToJavaStore(await bytesOf(tree.at(path)?.content), new Map(own.map(forJava)));
    if (bytes === null) unknown.push(path);
    else writeFile(path, { bytes }, making);
  }
  return unknown;
}

/** A store of Java with more certificates, in the format that it has; null where that is not known here. */
function addToJavaStore(store: Buffer, more: ReadonlyMap<string, Buffer>): Buffer | null {
  const trusted = trustedIn(store);
  if (trusted !== null) return javaTrustStore(new Map([...trusted, ...more]));
  return addToPkcs12(store, new Map([...more].map(([alias, pem]) => [alias, new X509Certificate(pem).raw])));
}

function forJava({ path, pem }: Installed): [alias: string, certificate: Buffer] {
  return [`debian:${pemName(path)}`, pem];
}

function linkCertificates(certificates: readonly Installed[], { tree, by }: Making): void {
  const link = (path: string, target: string): void => {
    tree.put(path, { type: 'symlink', mode: 0o777, owner: '0', group: '0', target, madeBy: by });
  };
  makeDirectory(HASHED, 0o755, { tree, by });
  for (const { path, pem } of certificates) {
    const own = pemName(path);
    link(`${HASHED}/${own}`, path);
    const hash = subjectHash(pem);
    let count = 0;
    while (tree.at(`${HASHED}/${hash}.${count}`, true) !== undefined) count += 1;
    link(`${HASHED}/${hash}.${count}`, own);
  }
}

function bundle(certificates: readonly Installed[]): string {
  const texts = certificates.map(({ pem }) => pem.toString('utf8'));
  return texts.map((text) => (text.endsWith('\n') ? text : `${text}\n`)).join('');
}

/** As update-ca-certificates names the link to a certificate. */
function pemName(path: string): string {
  return `${posix.basename(path, '.crt').replace(/[ ,]/g, '_').replace(/[()]/g, '=')}.pem`;
}

async function certificatesBelow(directory: string, tree: InstalledTree): Promise<Installed[]> {
  const found = [...tree.entries()].filter(
    ([path, { type, content }]) =>
      type === 'file' && content !== undefined && path.startsWith(`${directory}/`) && path.endsWith('.crt'),
  );
  const sorted = found.sort(([a], [b]) => (a < b ? -1 : 1));
  return Promise.all(sorted.map(async ([path, { content }]) => ({ path, pem: await bytesOf(content) })));
}

/** The bytes of a file; none where they are not known. */
export async function bytesOf(content: Content | undefined): Promise<Buffer> {
  if (content === undefined) return Buffer.alloc(0);
  if ('file' in content) return readFile(content.file);
  return 'bytes' in content ? Buffer.from(content.bytes) : Buffer.from(content.text);
}
