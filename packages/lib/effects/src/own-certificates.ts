import { createPrivateKey, X509Certificate } from 'node:crypto';
import { posix } from 'node:path';

import { describeMistake, type Problem, readWorkspaceBytes, refusalOf } from '@basewright/core';

/** A certificate that an image trusts because its author says so. */
export interface OwnCertificate {
  /** What it is called in /usr/local/share/ca-certificates, without `.crt`. */
  readonly name: string;
  /** One certificate, with a line break at its end. */
  readonly pem: string;
}

/** A file of certificates as an author names it. */
export interface CertificateFile {
  readonly source: string;
  readonly bytes: Buffer;
}

const PEM = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]*-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;

/**
 * Reads the certificates that an author names, as paths of the workspace, in the order given. Throws BAD_INPUT with all that is
 * wrong with them (see {@link parseCertificates}), and what reading a file throws.
 */
export async function readCertificates(workspace: string, sources: readonly string[]): Promise<OwnCertificate[]> {
  const files = await Promise.all(
    sources.map(async (source) => ({
      source,
      bytes: await readWorkspaceBytes(workspace, source, 'certificates names it: a file of the workspace, PEM or DER'),
    })),
  );
  const problems: Problem[] = [];
  const certificates = parseCertificates(files, new Date(), (problem) => problems.push(problem));
  if (problems.length === 0) return certificates;
  throw refusalOf('cannot use the certificates', problems.map(describeMistake));
}

/**
 * The certificates in files, PEM with one or more of them or DER, each once, by the names of the files. Reports a file that holds
 * none, or a private key, of which no byte is shown; a certificate that is broken, or has expired by `now`; and two of one name.
 */
export function parseCertificates(
  files: readonly CertificateFile[],
  now: Date,
  report: (problem: Problem) => void,
): OwnCertificate[] {
  const found = files.flatMap((file, at) => {
    const problem = (text: string): void => {
      report({ at: ['certificates', at], text: `${file.source} ${text}` });
    };
    return certificatesIn(file, problem).flatMap((certificate, index) => {
      if (Date.parse(certificate.validTo) < now.getTime()) {
        problem(`expired on ${new Date(certificate.validTo).toISOString().slice(0, 10)}: nobody would trust it`);
        return [];
      }
      return [{ name: nameOf(file.source, index), source: file.source, certificate }];
    });
  });
  const once = found.filter(
    ({ certificate }, at) =>
      found.findIndex((other) => other.certificate.fingerprint256 === certificate.fingerprint256) === at,
  );
  for (const [at, { name, source }] of once.entries()) {
    const same = once.slice(0, at).find((other) => other.name === name);
    if (same === undefined) continue;
    const text = `${same.source} and ${source} are both ${name}.crt in the image: give one another name`;
    report({ at: ['certificates'], text });
  }
  return once.map(({ name, certificate }) => ({ name, pem: withLineBreak(certificate.toString()) }));
}

function certificatesIn({ bytes }: CertificateFile, problem: (text: string) => void): X509Certificate[] {
  const text = bytes.toString('latin1');
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(text) || isKeyInDer(bytes)) {
    problem('holds a private key, which has no place in an image: name a file with the certificate alone');
    return [];
  }
  const blocks = text.match(PEM) ?? [];
  const all: (string | Buffer)[] = blocks.length === 0 ? [bytes] : blocks;
  return all.flatMap((one) => {
    try {
      return [new X509Certificate(one)];
    } catch {
      problem(
        blocks.length === 0
          ? 'is no certificate, neither PEM (-----BEGIN CERTIFICATE-----) nor DER'
          : 'holds a certificate that cannot be read',
      );
      return [];
    }
  });
}

function isKeyInDer(bytes: Buffer): boolean {
  return (['pkcs8', 'pkcs1', 'sec1'] as const).some((type) => {
    try {
      createPrivateKey({ key: bytes, format: 'der', type });
      return true;
    } catch {
      return false;
    }
  });
}

/** The second certificate of `ca.pem` is ca-2. */
function nameOf(source: string, index: number): string {
  const plain = posix
    .basename(source)
    .replace(/\.(pem|crt|cer|der)$/i, '')
    .replace(/[^A-Za-z0-9._-]/g, '_');
  return index === 0 ? plain : `${plain}-${index + 1}`;
}

function withLineBreak(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
