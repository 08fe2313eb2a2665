import { type ChildProcess } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { type FetchAndVerifyOutput } from '@basewright/contracts';
import { openStore, sha256, type Store } from '@basewright/core';
import { inTemporaryDirectory, runCommand, start } from '@basewright/testing';

import { fetchAndVerify } from '../src/fetch-and-verify';
import { type FetchAndVerifyOptions } from '../src/options';

/** An empty workspace with a store of its own. */
export interface TestWorkspace {
  readonly root: string;
  readonly store: Store;
  /** The stage's directory. */
  readonly output: string;
  readonly fetch: (options: Partial<FetchAndVerifyOptions>) => Promise<FetchAndVerifyOutput>;
  /** The same in a process of its own. */
  readonly spawn: (options: Partial<FetchAndVerifyOptions>) => ChildProcess;
}

const OUTPUT = 'dist/fetch';

/** Calls `test` with a workspace and removes it afterwards. */
export async function inWorkspace(test: (workspace: TestWorkspace) => Promise<void>): Promise<void> {
  await inTemporaryDirectory(async (directory) => {
    const root = join(directory, 'workspace');
    await mkdir(root);
    const before = process.env['BASEWRIGHT_STORE'];
    process.env['BASEWRIGHT_STORE'] = join(directory, 'store');
    try {
      await test({
        root,
        store: openStore(),
        output: join(root, OUTPUT),
        fetch: (options) => fetchAndVerify(whole(options), root),
        spawn: (options) => start(fetchCommand(root, options)),
      });
    } finally {
      if (before === undefined) delete process.env['BASEWRIGHT_STORE'];
      else process.env['BASEWRIGHT_STORE'] = before;
    }
  });
}

/** The command that runs the executor from its source: the workspace and the options as JSON follow. */
export function fetchCommand(root: string, options: Partial<FetchAndVerifyOptions>): readonly string[] {
  return runCommand(join(__dirname, 'run-fetch.ts'), root, JSON.stringify(whole(options)));
}

/** Bytes that pass for a gzip file. */
export function fakeTarball(size: number): Buffer {
  const bytes = Buffer.alloc(size, 'basewright ');
  bytes.set([0x1f, 0x8b]);
  return bytes;
}

/** A tarball entry for bytes at some mirrors. */
export function tarballOf(bytes: Buffer, mirrors: string[]): FetchAndVerifyOptions['tarballs'][number] {
  return { name: 'thing', version: '1.0', sha256: [sha256(bytes)], mirrors };
}

function whole(options: Partial<FetchAndVerifyOptions>): FetchAndVerifyOptions {
  return { outputPath: OUTPUT, tarballs: [], patches: [], ...options };
}
