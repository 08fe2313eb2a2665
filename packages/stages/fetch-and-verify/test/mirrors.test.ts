import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { BasewrightError, sha256 } from '@basewright/core';

import { serving } from './serve';
import { fakeTarball, inWorkspace, tarballOf } from './workspace';

const bytes = fakeTarball(100_000);
const NOWHERE = 'https://does-not-exist.invalid/thing.tar.gz';

/** The error a promise rejects with. */
async function rejection(promise: Promise<unknown>): Promise<BasewrightError> {
  const thrown = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  if (thrown instanceof BasewrightError) return thrown;
  throw new Error(`expected a BasewrightError, got ${String(thrown)}`, { cause: thrown });
}

it('takes a tarball from the first mirror that has it, and names it by what it is', () =>
  inWorkspace(async ({ fetch, output, store }) => {
    await serving(
      (request, response) => {
        if (request.url === '/moved') response.writeHead(302, { location: '/thing' }).end();
        else if (request.url === '/thing') response.end(bytes);
        else response.writeHead(404).end('not here');
      },
      async ({ url, requests }) => {
        const mirrors = [NOWHERE, `${url}/gone`, `${url}/moved`, `${url}/never-asked`];
        const body = await fetch({ tarballs: [tarballOf(bytes, mirrors)] });
        expect(requests).toEqual(['/gone', '/moved', '/thing']);
        expect(body.tarballs).toEqual([
          {
            name: 'thing',
            version: '1.0',
            file: { path: 'thing-1.0.tar.gz', size: 100_000, sha256: sha256(bytes), mode: 0o644 },
            signedBy: null,
          },
        ]);
        expect(await readdir(output)).toEqual(['inputs.json', 'patches', 'stage.json', 'thing-1.0.tar.gz']);
        expect(await readdir(store.downloads)).toEqual([sha256(bytes)]);
      },
    );
  }));

it('works offline once the store is filled, and fetches a damaged file again', () =>
  inWorkspace(async ({ fetch, output, store }) => {
    await serving(
      (_request, response) => response.end(bytes),
      async ({ url, requests }) => {
        const tarballs = [tarballOf(bytes, [`${url}/thing`])];
        await fetch({ tarballs });
        const first = await readFile(join(output, 'stage.json'), 'utf8');
        await fetch({ tarballs: [tarballOf(bytes, [NOWHERE])] });
        expect(await readFile(join(output, 'stage.json'), 'utf8')).toBe(first);
        expect(requests).toHaveLength(1);

        await writeFile(join(store.downloads, sha256(bytes)), 'damaged');
        await fetch({ tarballs });
        expect(requests).toHaveLength(2);
        expect(await readFile(join(output, 'thing-1.0.tar.gz'))).toEqual(bytes);
      },
    );
  }));

it('refuses a file with another sha256, naming both, and keeps nothing of it', () =>
  inWorkspace(async ({ fetch, output, store }) => {
    await serving(
      (_request, response) => response.end('something else'),
      async ({ url }) => {
        const error = await rejection(fetch({ tarballs: [tarballOf(bytes, [`${url}/thing`])] }));
        expect(error.code).toBe('CHECKSUM_MISMATCH');
        expect(error.message).toBe(
          `cannot fetch thing 1.0: no mirror has it\n  ${url}/thing: its sha256 is ${sha256('something else')}, expected ${sha256(bytes)}`,
        );
        expect(await readdir(store.downloads)).toEqual([]);
        await expect(readdir(output)).rejects.toThrow('ENOENT');
      },
    );
  }));

it('does not take a truncated download for whole, and asks the next mirror', () =>
  inWorkspace(async ({ fetch, root }) => {
    await writeFile(join(root, 'copy.tar.gz'), bytes);
    await serving(
      (_request, response) => {
        response.writeHead(200, { 'content-length': bytes.length });
        response.write(bytes.subarray(0, 40_000), () => response.destroy());
      },
      async ({ url, requests }) => {
        const error = await rejection(fetch({ tarballs: [tarballOf(bytes, [`${url}/thing`])] }));
        expect(error.message).toContain('the connection was closed before the end (40.0 kB of 100.0 kB had come)');
        expect(requests).toHaveLength(3);
        const body = await fetch({ tarballs: [tarballOf(bytes, [`${url}/thing`, 'file:copy.tar.gz'])] });
        expect(body.tarballs[0]?.file.sha256).toBe(sha256(bytes));
      },
    );
  }));

it('lists every mirror with its reason when none can be reached, at once', () =>
  inWorkspace(async ({ fetch }) => {
    const closed = await serving(
      (_request, response) => response.end(),
      ({ url }) => Promise.resolve(url),
    );
    const started = Date.now();
    const mirrors = [NOWHERE, `${closed}/thing`, 'file:vendor/thing.tar.gz', 'bundled:busybox/none.patch'];
    const error = await rejection(fetch({ tarballs: [tarballOf(bytes, mirrors)] }));
    expect(Date.now() - started).toBeLessThan(3000);
    expect(error.code).toBe('UNREACHABLE');
    expect(error.message.split('\n')).toEqual([
      'cannot fetch thing 1.0: no mirror has it',
      expect.stringMatching(`^  ${NOWHERE}: the host name does not resolve`),
      `  ${closed}/thing: the host refuses the connection`,
      '  file:vendor/thing.tar.gz: there is no such file',
      '  bundled:busybox/none.patch: cannot find bundled:busybox/none.patch: Basewright ships none',
    ]);
    expect(error.hint).toContain('add a mirror within reach');
  }));

it('asks again when a server stumbles', () =>
  inWorkspace(async ({ fetch }) => {
    let left = 2;
    await serving(
      (_request, response) => {
        left -= 1;
        if (left >= 0) response.writeHead(503).end();
        else response.end(bytes);
      },
      async ({ url, requests }) => {
        await fetch({ tarballs: [tarballOf(bytes, [`${url}/thing`])] });
        expect(requests).toHaveLength(3);
      },
    );
  }));

it('refuses a file that is pinned and no archive', () =>
  inWorkspace(async ({ fetch, root }) => {
    const text = Buffer.from('no archive');
    await writeFile(join(root, 'thing'), text);
    await expect(fetch({ tarballs: [tarballOf(text, ['file:thing'])] })).rejects.toThrow(
      'cannot use thing 1.0: the file with its sha256 is not a tar archive',
    );
  }));

it('numbers patches in order and keeps what they are for', () =>
  inWorkspace(async ({ fetch, root, output }) => {
    await mkdir(join(root, 'patches'));
    await Promise.all(
      ['a', 'b'].map((name) => writeFile(join(root, 'patches', `${name}.patch`), name, { mode: 0o600 })),
    );
    await writeFile(join(root, 'thing'), bytes);
    const tarballs = [tarballOf(bytes, ['file:thing'])];
    const patches = [
      { for: 'thing', name: 'z', sha256: sha256('b'), mirrors: ['file:patches/b.patch'], libcs: ['musl' as const] },
      { for: 'thing', name: 'a.patch', mirrors: ['file:patches/a.patch'], platforms: ['linux/386'] },
    ];
    const body = await fetch({ tarballs, patches });
    expect(body.patches).toEqual([
      {
        for: 'thing',
        file: { path: 'patches/01-z.patch', size: 1, sha256: sha256('b'), mode: 0o644 },
        set: 'image',
        fixes: [],
        origin: null,
        libcs: ['musl'],
        platforms: null,
      },
      {
        for: 'thing',
        file: { path: 'patches/02-a.patch', size: 1, sha256: sha256('a'), mode: 0o644 },
        set: 'image',
        fixes: [],
        origin: null,
        libcs: null,
        platforms: ['linux/386'],
      },
    ]);
    expect(await readdir(join(output, 'patches'))).toEqual(['01-z.patch', '02-a.patch']);
    const changed = { ...patches[0], for: 'thing', name: 'z', sha256: sha256('c'), mirrors: ['file:patches/b.patch'] };
    await expect(fetch({ tarballs, patches: [changed] })).rejects.toThrow('cannot fetch the patch z: no mirror has it');
  }));
