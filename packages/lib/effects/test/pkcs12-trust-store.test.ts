import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { exec, withTemporaryDirectory } from '@basewright/core';

import { addToPkcs12 } from '../src/pkcs12-trust-store';

/** Certificates, and stores with the first of them, made and read by openssl. */
async function withStores(
  test: (run: {
    readonly stored: (...options: readonly string[]) => Promise<Buffer>;
    readonly subjects: (store: Buffer) => Promise<string[]>;
    readonly second: Buffer;
  }) => Promise<void>,
): Promise<void> {
  await withTemporaryDirectory('pkcs12', async (directory) => {
    const at = (name: string): string => join(directory, name);
    for (const name of ['first', 'second']) {
      const made = [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '2',
        '-keyout',
        at('key'),
        '-out',
        at(name),
      ];
      await exec('openssl', [...made, '-subj', `/CN=${name}`]);
    }
    await test({
      second: new X509Certificate(await readFile(at('second'))).raw,
      stored: async (...options) => {
        await exec('openssl', ['pkcs12', '-export', '-nokeys', '-in', at('first'), '-out', at('store'), ...options]);
        return readFile(at('store'));
      },
      subjects: async (store) => {
        await writeFile(at('read'), store);
        const { stdout } = await exec('openssl', ['pkcs12', '-in', at('read'), '-nokeys', '-passin', 'pass:']);
        return [...stdout.matchAll(/^(?:subject=CN = | {4}friendlyName: )(.*)$/gm)].map(([, found = '']) => found);
      },
    });
  });
}

const OPEN = ['-certpbe', 'NONE', '-nomac', '-passout', 'pass:'] as const;

it('adds to a store without a password, as the JDK has them', () =>
  withStores(async ({ stored, subjects, second }) => {
    const store = await stored(...OPEN);
    const more = new Map([['debian:Second.pem', second]]);
    const added = addToPkcs12(store, more);
    expect(await subjects(added ?? Buffer.alloc(0))).toEqual(['first', 'debian:second.pem', 'second']);
    expect(addToPkcs12(added ?? Buffer.alloc(0), more)?.equals(added ?? Buffer.alloc(0))).toBe(true);
    expect(addToPkcs12(store, new Map())?.equals(store)).toBe(true);
  }));

it('leaves a store alone that is encrypted, signed, cut off, or none', () =>
  withStores(async ({ stored, second }) => {
    const more = new Map([['a', second]]);
    const store = await stored(...OPEN);
    const others = [
      await stored('-passout', 'pass:changeit'),
      await stored('-certpbe', 'NONE', '-passout', 'pass:changeit'),
      ...[0, 1, 2, 10, 40, store.length - 1].map((length) => store.subarray(0, length)),
      Buffer.from('PKCS'),
      Buffer.alloc(40, 0xff),
    ];
    expect(others.map((one) => addToPkcs12(one, more))).toEqual(others.map(() => null));
  }));
