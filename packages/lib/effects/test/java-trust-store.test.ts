import { createHash, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { exec } from '@basewright/core';

import { javaTrustStore } from '../src/java-trust-store';

it('is what Java reads: each certificate by its name, and a digest that the password opens', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'basewright-jks-'));
  const file = join(directory, 'ca.pem');
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', join(directory, 'key.pem')];
  await exec('openssl', [...made, '-out', file, '-subj', '/CN=x']);
  const pem = await readFile(file);
  await rm(directory, { recursive: true });

  const store = javaTrustStore(
    new Map([
      ['debian:B.pem', pem],
      ['debian:A.pem', pem],
    ]),
  );
  let at = 0;
  const number = (size: number): number => store.readUIntBE((at += size) - size, size);
  const text = (): string => {
    const length = number(2);
    return store.toString('utf8', at, (at += length));
  };
  expect([number(4), number(4), number(4)]).toEqual([0xfeedfeed, 2, 2]);
  const names: string[] = [];
  for (let entry = 0; entry < 2; entry += 1) {
    expect(number(4)).toBe(2);
    names.push(text());
    expect(store.readBigInt64BE((at += 8) - 8)).toBe(0n);
    expect(text()).toBe('X.509');
    const length = number(4);
    expect(store.subarray(at, (at += length)).equals(new X509Certificate(pem).raw)).toBe(true);
  }
  expect(names).toEqual(['debian:a.pem', 'debian:b.pem']);
  const password = Buffer.from('\0c\0h\0a\0n\0g\0e\0i\0t', 'latin1');
  const digest = createHash('sha1').update(password).update('Mighty Aphrodite').update(store.subarray(0, at)).digest();
  expect(store.subarray(at).equals(digest)).toBe(true);
});
