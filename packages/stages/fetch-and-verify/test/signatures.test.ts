import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createMessage, generateKey, sign } from 'openpgp';

import { serving } from './serve';
import { fakeTarball, inWorkspace, tarballOf, type TestWorkspace } from './workspace';

const bytes = fakeTarball(50_000);

/** A new key, and a detached signature by it over some bytes. */
async function newSigner(): Promise<{
  armored: string;
  fingerprint: string;
  signing: (data: Buffer) => Promise<string>;
}> {
  const { privateKey, publicKey } = await generateKey({ userIDs: [{ name: 'somebody' }], format: 'object' });
  return {
    armored: publicKey.armor(),
    fingerprint: publicKey.getFingerprint().toUpperCase(),
    signing: async (data) => {
      const message = await createMessage({ binary: new Uint8Array(data) });
      return (await sign({ message, signingKeys: privateKey, detached: true })) as string;
    },
  };
}

/** A workspace that holds the tarball and the public key, and an entry that asks for a signature by it. */
async function signedTarball(
  { root }: TestWorkspace,
  signer: { armored: string; fingerprint: string },
  mirrors: string[],
): Promise<ReturnType<typeof tarballOf>> {
  await Promise.all([writeFile(join(root, 'thing'), bytes), writeFile(join(root, 'upstream.asc'), signer.armored)]);
  const signature = { mirrors, key: 'upstream.asc', fingerprint: signer.fingerprint };
  return { ...tarballOf(bytes, ['file:thing']), signature };
}

it('confirms a signature by the pinned key, and keeps it for offline use', () =>
  inWorkspace(async (workspace) => {
    const signer = await newSigner();
    const signature = await signer.signing(bytes);
    await serving(
      (_request, response) => response.end(signature),
      async ({ url, requests }) => {
        const tarball = await signedTarball(workspace, signer, [`${url}/thing.asc`]);
        const body = await workspace.fetch({ tarballs: [tarball] });
        expect(body.tarballs[0]?.signedBy).toBe(signer.fingerprint);
        await workspace.fetch({ tarballs: [tarball] });
        expect(requests).toHaveLength(1);
      },
    );
  }));

it('refuses a signature by another key, one over other bytes, and what is none', () =>
  inWorkspace(async (workspace) => {
    const [signer, stranger] = await Promise.all([newSigner(), newSigner()]);
    const answers: Record<string, string> = {
      '/stranger': await stranger.signing(bytes),
      '/other-bytes': await signer.signing(Buffer.from('other')),
      '/page': '<html>please log in</html>',
    };
    await serving(
      (request, response) => response.end(answers[request.url ?? '']),
      async ({ url }) => {
        const mirrors = Object.keys(answers).map((path) => url + path);
        const tarball = await signedTarball(workspace, signer, mirrors);
        await expect(workspace.fetch({ tarballs: [tarball] })).rejects.toMatchObject({
          code: 'BAD_SIGNATURE',
          message: expect.stringMatching(
            new RegExp(
              [
                '^cannot fetch the signature of thing 1.0: no mirror has it',
                `  ${url}/stranger: it is signed by key [0-9A-F]{16}, not by the pinned ${signer.fingerprint}`,
                `  ${url}/other-bytes: the signature of key ${signer.fingerprint} does not fit the file: .+`,
                `  ${url}/page: it is no OpenPGP signature .+$`,
              ].join('\n'),
            ),
          ) as string,
        });
      },
    );
  }));

it('does without no signature that is asked for', () =>
  inWorkspace(async (workspace) => {
    const tarball = await signedTarball(workspace, await newSigner(), ['file:thing.asc']);
    await expect(workspace.fetch({ tarballs: [tarball] })).rejects.toMatchObject({
      code: 'UNREACHABLE',
      message: 'cannot fetch the signature of thing 1.0: no mirror has it\n  file:thing.asc: there is no such file',
    });
  }));

it('refuses a key file that holds another key', () =>
  inWorkspace(async (workspace) => {
    const [signer, stranger] = await Promise.all([newSigner(), newSigner()]);
    await writeFile(join(workspace.root, 'thing.asc'), await signer.signing(bytes));
    const pinned = { armored: stranger.armored, fingerprint: signer.fingerprint };
    const tarball = await signedTarball(workspace, pinned, ['file:thing.asc']);
    await expect(workspace.fetch({ tarballs: [tarball] })).rejects.toThrow(
      `cannot use the key ${join(workspace.root, 'upstream.asc')}: it is ${stranger.fingerprint}, pinned is ${signer.fingerprint}`,
    );
  }));
