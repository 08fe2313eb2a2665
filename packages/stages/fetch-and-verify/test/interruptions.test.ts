import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { sha256 } from '@basewright/core';
import { ended, start } from '@basewright/testing';

import { serving } from './serve';
import { fakeTarball, fetchCommand, inWorkspace, tarballOf } from './workspace';

const bytes = fakeTarball(300_000);
const half = bytes.length / 2;

it(
  'fetches once when two processes want the same file',
  () =>
    inWorkspace(async (workspace) => {
      await serving(
        (_request, response) => {
          response.writeHead(200, { 'content-length': bytes.length });
          response.write(bytes.subarray(0, half));
          setTimeout(() => response.end(bytes.subarray(half)), 1500);
        },
        async ({ url, requests }) => {
          const tarballs = [tarballOf(bytes, [`${url}/thing`])];
          const runs = ['dist/one', 'dist/two'].map((outputPath) => ended(workspace.spawn({ tarballs, outputPath })));
          expect((await Promise.all(runs)).map(({ status }) => status)).toEqual([0, 0]);
          expect(requests).toEqual(['/thing']);
          for (const name of ['one', 'two']) {
            expect(await readFile(join(workspace.root, 'dist', name, 'thing-1.0.tar.gz'))).toEqual(bytes);
          }
        },
      );
    }),
  60_000,
);

it(
  'starts over after a kill in the middle of a download, and leaves nothing behind',
  () =>
    inWorkspace(async (workspace) => {
      let hang = true;
      await serving(
        (_request, response) => {
          response.writeHead(200, { 'content-length': bytes.length });
          if (hang) response.write(bytes.subarray(0, half));
          else response.end(bytes);
        },
        async ({ url }) => {
          const tarballs = [tarballOf(bytes, [`${url}/thing`])];
          const child = workspace.spawn({ tarballs });
          await halfWritten(workspace.store.downloads);
          child.kill('SIGKILL');
          expect((await ended(child)).status).toBe('SIGKILL');
          await expect(readdir(workspace.output)).rejects.toThrow('ENOENT');

          hang = false;
          await workspace.fetch({ tarballs });
          expect(await readFile(join(workspace.output, 'thing-1.0.tar.gz'))).toEqual(bytes);
          expect(await readdir(workspace.store.downloads)).toEqual([sha256(bytes)]);
          expect(await readdir(join(workspace.output, '..'))).toEqual(['fetch']);
        },
      );
    }),
  60_000,
);

/** Resolves when a download has begun to be written. */
async function halfWritten(downloads: string): Promise<void> {
  for (const started = Date.now(); Date.now() - started < 30_000;) {
    const files = await readdir(downloads, { recursive: true }).catch(() => []);
    const incoming = files.find((name) => name.endsWith('/incoming'));
    if (incoming !== undefined && (await readFile(join(downloads, incoming))).length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('no download began');
}

it(
  'says so when the disk is full, and keeps nothing',
  () =>
    inWorkspace(async (workspace) => {
      await serving(
        (_request, response) => response.end(fakeTarball(3_000_000)),
        async ({ url, requests }) => {
          const tarballs = [tarballOf(fakeTarball(3_000_000), [`${url}/one`, `${url}/two`])];
          // A disk of 1 MB, seen by this process and its children alone.
          const script =
            'mkdir -p "$BASEWRIGHT_STORE" && mount -t tmpfs -o size=1m none "$BASEWRIGHT_STORE" && "$@"; status=$?; find "$BASEWRIGHT_STORE" -size +100k; exit $status';
          const child = start([
            'unshare',
            '-rm',
            'sh',
            '-c',
            script,
            'sh',
            ...fetchCommand(workspace.root, { tarballs }),
          ]);
          const { status, output } = await ended(child);
          expect(output).toContain('error[NO_SPACE]: cannot go on: no room left on the disk');
          expect(output).toContain(`cannot store thing 1.0: no room left in ${workspace.store.downloads}`);
          expect(output.trimEnd().split('\n').at(-1)).toMatch(/^hint: /);
          expect(status).toBe(1);
          expect(requests).toEqual(['/one']);
        },
      );
    }),
  60_000,
);
