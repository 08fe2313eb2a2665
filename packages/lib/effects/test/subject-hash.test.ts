import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { exec } from '@basewright/core';

import { subjectHash } from '../src/subject-hash';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'basewright-hash-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** What the real openssl says of a certificate that it made. */
async function both(subject: string, ...more: string[]): Promise<[ours: string, theirs: string]> {
  const [key, file] = [join(directory, 'key.pem'), join(directory, 'ca.pem')];
  const made = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-keyout',
    key,
    '-out',
    file,
    '-utf8',
    '-subj',
    subject,
  ];
  await exec('openssl', [...made, ...more]);
  const { stdout } = await exec('openssl', ['x509', '-subject_hash', '-noout', '-in', file]);
  return [subjectHash(await readFile(file)), stdout.trim()];
}

it.each([
  ['one name', '/CN=root'],
  ['capitals and blanks', '/C=DE/O=  Some   Company  GmbH /CN=Root CA 1'],
  ['letters beyond ASCII', '/O=Größe & Söhne/CN=ÄÖÜ'],
  ['a name of several values', '/O=x/CN=a+serialNumber=42+UID=b'],
  ['an address', '/CN=x/emailAddress=CA@Example.Org/DC=Example/DC=org'],
  ['a long one', `/O=${'x'.repeat(60)}/OU=${'y'.repeat(60)}/OU=${'z'.repeat(60)}/CN=long`],
])('is what openssl says of a certificate with %s', async (_what, subject) => {
  const [ours, theirs] = await both(subject, ...(subject.includes('+') ? ['-multivalue-rdn'] : []));
  expect(theirs).toMatch(/^[0-9a-f]{8}$/);
  expect(ours).toBe(theirs);
});

it('refuses what is no certificate', () => {
  expect(() => subjectHash(Buffer.from('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'))).toThrow();
});
