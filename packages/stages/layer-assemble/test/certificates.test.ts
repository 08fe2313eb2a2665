import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { exec } from '@basewright/core';
import { inTemporaryDirectory } from '@basewright/testing';

import { assembled, BASE, text, unpacked } from './assembled-layer';

const BUNDLE = '/etc/ssl/certs/ca-certificates.crt';

/** An authority as a company has it, and a certificate that it has signed, made by openssl. */
async function withAuthority(test: (files: { ca: string; leaf: string }) => Promise<void>): Promise<void> {
  await inTemporaryDirectory(async (directory) => {
    const [key, ca, leaf] = ['key.pem', 'ca.pem', 'leaf.pem'].map((name) => join(directory, name));
    const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'];
    await exec('openssl', [...made, '-keyout', key ?? '', '-out', ca ?? '', '-subj', '/O=Example/CN=Company CA']);
    const signed = ['-CA', ca ?? '', '-CAkey', key ?? '', '-subj', '/CN=service', '-out', leaf ?? ''];
    await exec('openssl', [...made, '-keyout', join(directory, 'leaf.key'), ...signed]);
    await test({ ca: await readFile(ca ?? '', 'utf8'), leaf: leaf ?? '' });
  });
}

const count = (bundle: string): number => bundle.match(/-----BEGIN CERTIFICATE-----/g)?.length ?? 0;

it("are trusted with those of Debian's package, and what they have signed is", async () => {
  await withAuthority(async ({ ca, leaf }) => {
    const packages = ['ca-certificates', 'tzdata'];
    const layer = { name: 'with-certificates', packages, withoutPackages: ['openssl'] };
    let before = 0;
    await assembled(layer, async (made) => {
      before = count(await readFile(join(await unpacked(made), BUNDLE), 'utf8'));
    });
    await assembled(
      { ...layer, certificates: ['ca.pem'] },
      async (made) => {
        const bundle = join(await unpacked(made), BUNDLE);
        expect(count(await readFile(bundle, 'utf8'))).toBe(before + 1);
        const { stdout } = await exec('openssl', ['verify', '-no-CApath', '-CAfile', bundle, leaf]);
        expect(stdout).toMatch(/: OK$/m);
      },
      { files: { 'ca.pem': ca } },
    );
  });
}, 300_000);

it('go into the bundle of a base without any package, and are refused with their private key', async () => {
  await withAuthority(async ({ ca, leaf }) => {
    const base = [...BASE, text('/etc/ssl/certs/ca-certificates.crt', ca.replace(/^/, '# of the base\n'))];
    await assembled(
      { certificates: ['ca.pem'] },
      async (made) => {
        const tree = await unpacked(made);
        expect(await readFile(join(tree, BUNDLE), 'utf8')).toMatch(/^# of the base\n/);
        expect(count(await readFile(join(tree, BUNDLE), 'utf8'))).toBe(2);
        await exec('openssl', ['verify', '-no-CApath', '-CAfile', join(tree, BUNDLE), leaf]);
        expect(made.body.layers.at(-1)?.createdBy).toBe('basewright: 1 file of certificates');
      },
      { base, files: { 'ca.pem': ca } },
    );
    await expect(
      assembled({ certificates: ['key.pem'] }, () => Promise.resolve(), {
        files: { 'key.pem': '-----BEGIN PRIVATE KEY-----\n' },
      }),
    ).rejects.toThrow('certificates[0]: key.pem holds a private key');
  });
}, 300_000);
