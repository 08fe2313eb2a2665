import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What Nx takes in a target's `inputs`. */
export type TargetInput = string | Readonly<Record<string, unknown>>;

/** The packages whose code decides what a stage makes, besides its own. */
const BASES = ['core', 'debian', 'hermetic', 'releases'] as const;

/** Where the Basewright packages of a workspace come from. */
export interface PackageOrigin {
  /** Nx inputs under which a stage re-runs when its executor's code changes. */
  executorInputs(stage: string): TargetInput[];
  /** Projects of this workspace an image depends on: those of the executors, when they are built here. */
  readonly projects: readonly string[];
}

/**
 * Installed packages count by their version (`externalDependencies`); in the repository that develops them, by their
 * source. Naming the wrong form is an error in Nx, and naming neither gives stale hits.
 */
export function packageOrigin(workspace: string, stages: readonly string[]): PackageOrigin {
  const local = isLocal(workspace, '@basewright/core');
  const names = (stage: string): string[] => [...BASES, stage].map((name) => `@basewright/${name}`);
  return {
    executorInputs: (stage) =>
      local ? [{ input: 'production', projects: names(stage) }] : [{ externalDependencies: [`@basewright/${stage}`] }],
    projects: local ? [...BASES, ...stages, 'nx'].map((name) => `@basewright/${name}`) : [],
  };
}

function isLocal(workspace: string, name: string): boolean {
  const manifest = join(workspace, 'package.json');
  if (!existsSync(manifest)) return false;
  try {
    const found = createRequire(manifest).resolve(`${name}/package.json`);
    return !realpathSync(dirname(found)).includes('/node_modules/');
  } catch {
    return false;
  }
}
