import { readFileSync } from 'node:fs';

import { sha256, stableJson } from '@basewright/core';

/** Gives the Nx input under which a stage re-runs when what it takes from the lock file changes. */
export type LockInputs = (purposes: readonly string[]) => { readonly runtime: string };

/** As much of a lock file as says what is pinned; `readLock` checks all of it when a stage runs. */
interface PinsByPurpose {
  readonly packages?: Readonly<Record<string, { readonly sha256?: string }>>;
  readonly sets?: Readonly<
    Record<string, { readonly request?: { readonly for?: string }; readonly packages?: readonly string[] }>
  >;
}

/**
 * Keys stages by the sets of a lock file that they use, so that what is pinned for one image re-runs nothing of another.
 * A file that cannot be read keys by its text: what runs will say what is wrong with it. `path` is absolute.
 */
export function lockInputs(path: string): LockInputs {
  const text = textOf(path);
  const lock = parsed(text);
  const pinned = new Map(
    Object.entries(lock?.packages ?? {}).flatMap(([key, { sha256: digest }]) => [
      [key.replace(/=.*/, ''), digest],
      [key, digest],
    ]),
  );
  return (purposes) => {
    const used = Object.entries(lock?.sets ?? {}).filter(([, { request }]) =>
      purposes.some((purpose) => request?.for === purpose || request?.for?.startsWith(`${purpose}/`)),
    );
    const sets = used.map(([key, { packages = [] }]) => [key, packages.map((name) => pinned.get(name) ?? name)]);
    return { runtime: `echo ${sha256(lock === null ? text : stableJson(Object.fromEntries(sets)))}` };
  };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function parsed(text: string): PinsByPurpose | null {
  try {
    return JSON.parse(text) as PinsByPurpose;
  } catch {
    return null;
  }
}
