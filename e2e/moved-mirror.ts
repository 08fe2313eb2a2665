import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { openStore } from '@basewright/core';
import { ended, pinnedFor, pinnedSource, purposesLike, repositoryPins, start, storeWithOwn } from '@basewright/testing';

import { withServer } from '../packages/lib/debian/test/archive-server';
import { Workspace } from './workspace';

/** A snapshot service that never has anything. */
export const NO_SNAPSHOTS = { directory: '/nowhere', importedAt: '' };

/** A workspace whose packages come from a mirror of a test. */
export interface MirrorWorkspace {
  readonly workspace: Workspace;
  /** Runs nx without blocking, since the mirror may be a server of this process. Resolves with both streams; throws when it fails. */
  readonly nx: (env: Readonly<Record<string, string>>, ...args: string[]) => Promise<{ readonly output: string }>;
}

/** This repository's workspace with other options of `debian` in nx.json. Whoever calls it removes it. */
export function workspaceOn(debian: object): MirrorWorkspace {
  const workspace = new Workspace();
  workspace.edit('nx.json', (text) => {
    const { plugins, ...rest } = JSON.parse(text) as { plugins: ({ plugin: string; options?: object } | string)[] };
    const own = plugins.map((one) => {
      const { plugin, options } = typeof one === 'string' ? { plugin: one, options: {} } : one;
      return plugin === '@basewright/nx' ? { plugin, options: { ...options, debian } } : one;
    });
    return JSON.stringify({ ...rest, plugins: own });
  });
  return {
    workspace,
    nx: async (env, ...args) => {
      const { command, options } = workspace.nxCommand(args, { env });
      const { output, status } = await ended(start(['env', '--chdir', options.cwd, ...command], options.env));
      if (status !== 0) throw new Error(output);
      return { output };
    },
  };
}

/**
 * Calls a test with this repository's workspace on a mirror that has what was laid there and nothing else: no index, no
 * snapshot service. Everything of Debian's is fetched and unpacked anew; what was compiled is as it was. Afterwards the
 * mirror must not have been asked for an index, and workspace and store are removed.
 */
export async function withMovedMirror(
  mirror: string,
  test: (moved: {
    readonly workspace: Workspace;
    readonly nx: (...args: string[]) => Promise<{ readonly output: string }>;
    /** The paths the mirror was asked for so far. */
    readonly requests: readonly string[];
  }) => Promise<void>,
): Promise<void> {
  const store = storeWithOwn(['apt', 'downloads', 'packages', 'roots'], openStore());
  try {
    await withServer(mirror, NO_SNAPSHOTS, async ({ address, indexRequests, requests }) => {
      const debian = { mirror: `${address}debian/`, securityMirror: `${address}debian-security/`, snapshots: [] };
      const { nx, workspace } = workspaceOn(debian);
      try {
        await test({ workspace, nx: (...args) => nx({ BASEWRIGHT_STORE: store }, ...args), requests });
        expect(indexRequests()).toEqual([]);
      } finally {
        workspace.remove();
      }
    });
  } finally {
    rmSync(store, { recursive: true, force: true });
  }
}

/** Lays what is pinned for some purposes where a mirror has it. */
export async function layPool(mirror: string, purposes: RegExp): Promise<void> {
  for (const purpose of await purposesLike(purposes)) {
    for (const { archive, path, sha256 } of await pinnedFor(purpose, { archives: true })) {
      lay(join(mirror, archive, path), join(openStore().downloads, sha256));
    }
  }
}

/** Lays the pinned files of a source package, of all its versions, where a mirror has them. */
export async function laySource(mirror: string, name: string): Promise<void> {
  const { lock } = await repositoryPins();
  for (const [key, { archive, path }] of Object.entries(lock?.sources ?? {})) {
    const [version, file = ''] = key.split(' ');
    if (version?.startsWith(`${name}=`)) lay(join(mirror, archive, path), await pinnedSource(file));
  }
}

function lay(place: string, file: string): void {
  mkdirSync(dirname(place), { recursive: true });
  if (!existsSync(place)) symlinkSync(file, place);
}
