import { readdir, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';

import { sha256File } from '@basewright/core';

import { emptyLock, formatLock, readLock, sourceFile } from '../src';
import { holdPackages } from '../src/unpack-packages';
import { listening, type Trouble } from './archive-server';
import { HOST, pathOf, SOURCE } from './tiny-archive';
import { askFor, namesOf, pin, saying, setOf, type TestDebian, withArchives, withVariables } from './with-archives';

const LIB = { name: 'lib', version: '1.0', size: 200_000 };
const SET = setOf('tools', 'lib');
const AT = `debian/${pathOf(LIB)}`;

/** An archive with one package that is pinned, and an empty store. */
async function withPinned(
  test: (debian: TestDebian, ask: (debian?: TestDebian) => ReturnType<typeof askFor>) => Promise<void>,
): Promise<void> {
  await withArchives(async (debian) => {
    await debian.main.publish('trixie', [LIB]);
    const lock = await pin(debian, SET);
    debian.server.requests.length = 0;
    await test(debian, (other = debian) => askFor(SET, other, lock, true));
  });
}

it.each<[string, Trouble]>([
  ['cut a connection half-way', { cut: true, times: 1 }],
  ['answered 503', { status: 503, times: 2 }],
])('asks a mirror again that %s', (_what, trouble) =>
  withPinned(async ({ server }, ask) => {
    server.troubles.set(AT, trouble);
    const { result, said } = await ask();
    expect(namesOf(result.packages)).toEqual(['lib 1.0']);
    expect(said).not.toContain('warning');
    expect(server.requests).toEqual(Array(1 + (trouble.times ?? 0)).fill(AT));
  }),
);

it.each<[string, Trouble, string, RegExp]>([
  ['a web page', { body: '<html>Log in to the network</html>' }, 'CHECKSUM_MISMATCH', /Hash Sum mismatch/],
  ['other bytes', { body: Buffer.alloc(LIB.size) }, 'CHECKSUM_MISMATCH', /Hash Sum mismatch/],
  ['503 without an end', { status: 503 }, 'UNREACHABLE', /: 503 /],
])('keeps nothing where it is answered %s', (_what, trouble, code, reason) =>
  withPinned(async ({ server, store }, ask) => {
    server.troubles.set(AT, trouble);
    await expect(ask()).rejects.toMatchObject({ code, message: expect.stringMatching(reason) as string });
    expect(await readdir(store.packages).catch(() => [])).toEqual([]);
  }),
);

it('does not believe the mirror where it has a file of another size, and takes it from the snapshot service', () =>
  withPinned(async ({ main, server, snapshots }, ask) => {
    await main.keep(`${snapshots.directory}/debian`);
    server.troubles.set(AT, { body: Buffer.alloc(LIB.size * 3) });
    expect(namesOf((await ask()).result.packages)).toEqual(['lib 1.0']);
  }));

it('goes through the proxy that the environment names, for files and for indexes', () =>
  withPinned(async (debian, ask) => {
    const asked: string[] = [];
    await listening(
      ({ headers, url = '' }, response) => {
        asked.push(url);
        request(url, { headers }, (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        }).end();
      },
      (proxy) =>
        withVariables({ http_proxy: proxy, no_proxy: '' }, async () => {
          await ask();
          expect(asked).toEqual([`${debian.server.address}${AT}`]);
          await askFor(setOf('unpinned', 'lib'), debian, null);
          expect(asked).toContain(`${debian.server.address}debian/dists/trixie/InRelease`);
          expect(debian.server.indexRequests().length).toBe(asked.filter((url) => url.includes('/dists/')).length);
        }),
    );
  }));

it('loses no time with a mirror whose name does not resolve', () =>
  withPinned(async (debian, ask) => {
    await debian.main.keep(`${debian.snapshots.directory}/debian`);
    const settings = { ...debian.settings, mirror: 'http://mirror.invalid/debian/' };
    const before = Date.now();
    expect(namesOf((await ask({ ...debian, settings })).result.packages)).toEqual(['lib 1.0']);
    // Two calls of apt's downloader, and no pauses (which are 4 s) for what will be the same a moment later.
    expect(Date.now() - before).toBeLessThan(30_000);
    expect(debian.server.requests).toEqual([expect.stringMatching(/^snapshots\/debian\/20260102T/)]);
  }));

it('says of every place why it did not have a file, when none could be asked', () =>
  withPinned(async (debian, ask) => {
    const settings = { ...debian.settings, mirror: 'http://mirror.invalid/debian/', snapshots: [] };
    await expect(ask({ ...debian, settings })).rejects.toMatchObject({
      code: 'UNREACHABLE',
      message: expect.stringMatching(
        new RegExp(`lib 1\\.0 \\(${HOST}\\)[^]*\n    http://mirror\\.invalid/debian/pool/\\S+: .*resol`),
      ) as string,
      hint: expect.stringContaining('debian.mirror') as string,
    });
  }));

it('fetches many files in one call, and says which of them nobody has', () =>
  withArchives(async (debian) => {
    const many = Array.from({ length: 12 }, (_none, index) => ({ name: `lib${String(index)}`, version: '1.0' }));
    await debian.main.publish('trixie', many);
    const set = setOf('many', ...many.map(({ name }) => name));
    const lock = await pin(debian, set);
    debian.server.troubles.set(`debian/${pathOf(many[3] ?? LIB)}`, { status: 404 });
    const packages = Object.entries(lock.packages).map(([key, one]) => ({
      name: key.replace(/:.*/, ''),
      version: '1.0',
      architecture: HOST,
      ...one,
    }));
    const { result, said } = await saying(() => holdPackages(debian.store, debian.settings, packages));
    expect(result.map(({ file, isGone }) => [file.label, isGone])).toEqual([[`lib3 1.0 (${HOST})`, true]]);
    expect((await readdir(debian.store.packages)).filter((name) => !name.includes('.'))).toHaveLength(11);
    expect(said).toMatch(/fetching 12 Debian packages, [\d.]+ kB/);
  }));

it('takes a pinned file of a source package from the pool, and asks for no index', () =>
  withPinned(async (debian) => {
    const { main, server, settings, store } = debian;
    await pinSource(debian);
    const wanted = { source: SOURCE.name, file: SOURCE.file, directory: main.directory };
    const { result } = await saying(() => sourceFile(store, settings, wanted));
    expect(result).toBe(`${main.directory}/${SOURCE.file}`);
    expect(server.requests).toEqual([`debian/${SOURCE.path}`]);
  }));

/** Adds the source package's file to the lock file. */
async function pinSource({ lockFile, main }: TestDebian): Promise<void> {
  const lock = (await readLock(lockFile)) ?? emptyLock('trixie');
  const file = join(main.directory, SOURCE.path);
  const place = { archive: 'debian', path: SOURCE.path, size: (await stat(file)).size, sha256: await sha256File(file) };
  const sources = { [`${SOURCE.name}=${SOURCE.version} ${SOURCE.file}`]: place };
  await writeFile(lockFile, formatLock({ ...lock, sources }));
}
