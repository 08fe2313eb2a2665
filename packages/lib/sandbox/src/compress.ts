import { type RootManifest } from '@basewright/contracts';
import { openStore } from '@basewright/core';

import { materialiseRoot } from './materialise-root';
import { runInSandbox } from './sandbox';

/** Where the packages of the toolchain's roots come from. */
export type PackageSettings = Parameters<typeof materialiseRoot>[1];

/** Levels of libdeflate, 1 to 12. */
export const LEVEL = {
  /** For what is built once and pulled by many: 3 to 5 % less, in fifteen times the time. */
  smallest: 12,
  /** For what changes with every edit of a program, and may be large. */
  quick: 7,
} as const;

/**
 * Compresses `<directory>/<name>` to `<directory>/<name>.gz` with the libdeflate of the toolchain's pack root, whose
 * output no host decides; its gzip header holds no name and no time. Gives the name of the new file.
 * Throws what making and entering the root throw.
 */
export async function compressLayer(
  directory: string,
  name: string,
  pack: RootManifest,
  settings: PackageSettings,
  level: number,
): Promise<string> {
  const root = await materialiseRoot(openStore(), settings, pack);
  await runInSandbox({
    root,
    program: 'libdeflate-gzip',
    args: [`-${level}`, '-k', `/out/${name}`],
    binds: [{ from: directory, to: '/out', writable: true }],
    purpose: `compress ${name}`,
  });
  return `${name}.gz`;
}
