import { mkdirSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { openStore } from '@basewright/core';
import { bothLocks, inTemporaryDirectory, storeWithOwn } from '@basewright/testing';

import { plantCanary, stateOfTree } from './canary';

/** Where a case is tried: absolute paths. */
export interface Place<Made> {
  readonly workspace: string;
  /** The user's home. */
  readonly canary: string;
  readonly made: Made;
}

/** What steps may write to in a workspace; `tree` is where images are unpacked. */
const OUTPUTS = ['dist', 'tree', 'tmp', 'file'];

/** What of the store is the case's own. The rest is the user's: the packages that compress layers and apply patches. */
const OWN = ['downloads', 'layers', 'listings', 'runs', 'sources', 'temporary'] as const;

/**
 * Calls `use` with a workspace that `fill` fills, with a store of its own, and with a canary for a home. Gives what was
 * changed meanwhile outside of the store, of `dist/` and of where images are unpacked, a line each.
 */
export async function inPlace<Made>(
  fill: (workspace: string, canary: string) => Made,
  use: (place: Place<Made>) => Promise<void>,
): Promise<string[]> {
  const store = storeWithOwn(OWN, openStore());
  try {
    return await inTemporaryDirectory(async (home) => {
      const [workspace, canary] = [join(home, 'workspace'), join(home, 'canary')];
      mkdirSync(join(workspace, 'tmp'), { recursive: true });
      plantCanary(canary);
      await writeFile(join(workspace, 'lock.json'), await bothLocks());
      const made = fill(workspace, canary);
      const state = (): string[] => [...stateOfTree(home, ['workspace']), ...stateOfTree(workspace, OUTPUTS)];
      const before = state();
      const variables = { BASEWRIGHT_STORE: store, HOME: canary, TMPDIR: join(workspace, 'tmp') };
      await withVariables(variables, () => use({ workspace, canary, made }));
      const after = new Set(state());
      const gone = before.filter((line) => !after.delete(line));
      return [...gone, ...after].map((line) => `changed: ${line}`);
    });
  } finally {
    rmSync(store, { recursive: true, force: true });
  }
}

/** Sets variables of the environment while something is done; undefined takes one away. */
export async function withVariables<T>(
  variables: Readonly<Record<string, string | undefined>>,
  act: () => Promise<T>,
): Promise<T> {
  const set = (name: string, value: string | undefined): void => {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  };
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  for (const [name, value] of Object.entries(variables)) set(name, value);
  try {
    return await act();
  } finally {
    for (const [name, value] of before) set(name, value);
  }
}
