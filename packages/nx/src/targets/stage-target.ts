import { type TargetConfiguration } from '@nx/devkit';

import { type TargetInput } from './stage-inputs';

/** One stage of one image as the plugin describes it to Nx. */
export interface StageTarget {
  /** Short name of the package whose executor it is. */
  readonly stage: string;
  readonly executor: string;
  readonly description: string;
  readonly options: Readonly<Record<string, unknown>> & { readonly outputPath: string };
  /** Targets of the same image whose outputs it reads. */
  readonly reads: readonly string[];
  /** Files of the workspace it reads. */
  readonly files?: readonly string[];
}

/** The Nx target of a stage: cached, keyed by its options, its files, its executor and what earlier stages left. */
export function toTarget(target: StageTarget, executorInputs: readonly TargetInput[]): TargetConfiguration {
  return {
    executor: target.executor,
    cache: true,
    dependsOn: [...target.reads],
    inputs: [
      ...(target.files ?? []),
      ...executorInputs,
      // Only stage.json: it has the digest of every artefact, and no other byte decides what the next stage does.
      ...(target.reads.length === 0 ? [] : [{ dependentTasksOutputFiles: '**/stage.json', transitive: false }]),
    ] as TargetConfiguration['inputs'],
    outputs: [`{workspaceRoot}/${target.options.outputPath}`],
    options: withoutUndefined(target.options),
    metadata: { description: target.description, technologies: ['basewright'] },
  };
}

function withoutUndefined(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
