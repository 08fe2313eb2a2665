import { generateKeyPairSync, X509Certificate } from 'node:crypto';

import { describeMistake } from '@basewright/core';

import { file, install, packageOf } from './install-in-tests';
import { javaTrustStore, trustedIn } from './java-trust-store';
import { parseCertificates } from './own-certificates';

/** Valid until 2126. */
const CA = `-----BEGIN CERTIFICATE-----
MIIBtTCCAVugAwIBAgIUC5xJ+vGyDvlJK5hD4Ksvc17wdyMwCgYIKoZIzj0EAwIw
LzEQMA4GA1UECgwHRXhhbXBsZTEbMBkGA1UEAwwSRXhhbXBsZSBDb21wYW55IENB
MCAXDTI2MTEyNzIxMTU1NVoYDzIxMjYxMTAzMjExNTU1WjAvMRAwDgYDVQQKDAdF
eGFtcGxlMRswGQYDVQQDDBJFeGFtcGxlIENvbXBhbnkgQ0EwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAAT9m0PGavFO9ceqakvWFPlcgG/gMtLVifAFdYznEuAvlIjJ
AoqAYT3kqVCAv3nSqeY1qdmdf3Z+lDWJrXKQ9b4po1MwUTAdBgNVHQ4EFgQUpTYZ
5trRDbHeyuxsz3EUAoF+zdQwHwYDVR0jBBgwFoAUpTYZ5trRDbHeyuxsz3EUAoF+
zdQwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiA5P1lDHzXndy/a
DSejeFkk3ljkyB/N6skXZvGB2KmMfQIhAPswSIzJSf8U4AmoZq0fQBxp39XtPnS7
eu4m2pABWDsM
-----END CERTIFICATE-----
`;
const DER = new X509Certificate(CA).raw;
const NOW = new Date('2026-01-01');

function parsed(
  files: Readonly<Record<string, string | Buffer>>,
  now = NOW,
): { readonly names: string[]; readonly problems: string[] } {
  const problems: string[] = [];
  const named = Object.entries(files).map(([source, bytes]) => ({ source, bytes: Buffer.from(bytes) }));
  const found = parseCertificates(named, now, (problem) => problems.push(describeMistake(problem)));
  return { names: found.map(({ name }) => name), problems };
}

describe("an author's certificates", () => {
  it('are the same in PEM and in DER, each once', () => {
    const found = [CA, DER].map((bytes) =>
      parseCertificates([{ source: 'x/company ca.pem', bytes: Buffer.from(bytes) }], NOW, () => undefined),
    );
    expect(found[0]).toEqual([{ name: 'company_ca', pem: CA }]);
    expect(found[1]).toEqual(found[0]);
    expect(parsed({ 'a.pem': `Company CA\n${CA}${CA}`, 'b.crt': DER })).toEqual({ names: ['a'], problems: [] });
  });

  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' });

  it.each<[string, Readonly<Record<string, string | Buffer>>, Date, string]>([
    [
      'has expired',
      { 'ca.pem': CA },
      new Date('2200-01-01'),
      'certificates[0]: ca.pem expired on 2126-11-03: nobody would trust it',
    ],
    [
      'has its private key with it',
      { 'ca.pem': `${CA}${key.toString()}` },
      NOW,
      'certificates[0]: ca.pem holds a private key, which has no place in an image: name a file with the certificate alone',
    ],
    [
      'is a private key in DER',
      { 'ca.der': privateKey.export({ type: 'pkcs8', format: 'der' }) },
      NOW,
      'certificates[0]: ca.der holds a private key, which has no place in an image: name a file with the certificate alone',
    ],
    [
      'is none',
      { 'ca.pem': 'hello' },
      NOW,
      'certificates[0]: ca.pem is no certificate, neither PEM (-----BEGIN CERTIFICATE-----) nor DER',
    ],
    [
      'is broken',
      { 'ca.pem': CA.replace('MIIB', 'AAAA') },
      NOW,
      'certificates[0]: ca.pem holds a certificate that cannot be read',
    ],
  ])('are refused where one %s', (_what, files, now, problem) => {
    expect(parsed(files, now)).toEqual({ names: [], problems: [problem] });
  });
});

describe('a trusted certificate', () => {
  const certificates = [{ name: 'company-ca', pem: CA }];
  const text = (effects: Awaited<ReturnType<typeof install>>, path: string): string | undefined => {
    const content = effects.nodes.get(path)?.content;
    return content !== undefined && 'text' in content ? content.text : undefined;
  };

  it('is in the bundle of a base, after what is there, and by its hash', async () => {
    const effects = await install([], { '/etc/ssl/certs/ca-certificates.crt': file('before') }, certificates);
    expect(text(effects, '/etc/ssl/certs/ca-certificates.crt')).toBe(`before\n${CA}`);
    expect(text(effects, '/usr/local/share/ca-certificates/company-ca.crt')).toBe(CA);
    const links = [...effects.nodes].flatMap(([path, { target }]) => (target === undefined ? [] : [[path, target]]));
    expect(links).toEqual([
      ['/etc/ssl/certs/company-ca.pem', '/usr/local/share/ca-certificates/company-ca.crt'],
      [expect.stringMatching(/^\/etc\/ssl\/certs\/[0-9a-f]{8}\.0$/), 'company-ca.pem'],
    ]);
  });

  it('makes a bundle where there is none, and goes into that of another system', async () => {
    expect(text(await install([], {}, certificates), '/etc/ssl/certs/ca-certificates.crt')).toBe(CA);
    const other = await install([], { '/etc/pki/tls/certs/ca-bundle.crt': file('x\n') }, certificates);
    expect(text(other, '/etc/pki/tls/certs/ca-bundle.crt')).toBe(`x\n${CA}`);
    expect(text(other, '/etc/ssl/certs/ca-certificates.crt')).toBeUndefined();
  });

  it('comes last in what the script of ca-certificates makes, and not into its list', async () => {
    const shipped = { '/usr/share/ca-certificates/mozilla/Other.crt': file(CA) };
    const effects = await install([packageOf('ca-certificates', 'true', shipped)], {}, certificates);
    expect(text(effects, '/etc/ssl/certs/ca-certificates.crt')).toBe(CA + CA);
    expect(text(effects, '/etc/ca-certificates.conf')).toBe('mozilla/Other.crt\n');
  });

  it('is in the stores of Java that a base has, and those of another format are named', async () => {
    const store = javaTrustStore(new Map([['debian:other.pem', Buffer.from(CA)]]));
    const content = (bytes: Buffer): ReturnType<typeof file> => ({ ...file(), content: { bytes } });
    const effects = await install(
      [],
      { '/etc/ssl/certs/java/cacerts': content(store), '/opt/java/lib/security/cacerts': content(Buffer.from('PKCS')) },
      certificates,
    );
    const made = effects.nodes.get('/etc/ssl/certs/java/cacerts')?.content;
    const bytes = made !== undefined && 'bytes' in made ? Buffer.from(made.bytes) : Buffer.alloc(0);
    expect([...(trustedIn(bytes) ?? [])].map(([alias]) => alias)).toEqual([
      'debian:company-ca.pem',
      'debian:other.pem',
    ]);
    expect(effects.lines.map(({ script }) => script)).toEqual(['/opt/java/lib/security/cacerts']);
  });
});
