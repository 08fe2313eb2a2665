import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What Nx takes in a target's `inputs`. */
export type TargetInput = string | Readonly<Record<string, unknown>>;

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
  const installed = (stage: string): TargetInput[] => [{ externalDependencies: [`@basewright/${stage}`] }];
  if (!isLocal(workspace, '@basewright/core')) return { executorInputs: installed, projects: [] };
  return {
    executorInputs: (stage) => [{ input: 'production', projects: withDependencies(workspace, `@basewright/${stage}`) }],
    projects: [
      ...new Set([...stages, 'nx'].flatMap((name) => withDependencies(workspace, `@basewright/${name}`))),
    ].sort(),
  };
}

/** A package and those of the family that it depends on, directly or not. */
function withDependencies(workspace: string, name: string): string[] {
  const found = [name];
  // The list grows while it is walked.
  for (const one of found) {
    const manifest = createRequire(join(workspace, 'package.json')).resolve(`${one}/package.json`);
    const { dependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as {
      dependencies?: Record<string, string>;
    };
    found.push(
      ...Object.keys(dependencies).filter((other) => other.startsWith('@basewright/') && !found.includes(other)),
    );
  }
  return found.sort();
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
