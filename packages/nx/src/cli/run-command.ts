// Before anything of @nx/devkit is loaded.
import '../check-versions';

import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { BasewrightError } from '@basewright/core';
import { buildTarget, outliveSignals, readAsked, type RunImage, runImage, wordsOfRun } from '@basewright/run';
import { createProjectGraphAsync, workspaceRoot } from '@nx/devkit';

import { findImage, type RunnableImage } from './find-image';

/** `basewright run [OPTIONS] IMAGE [--] [COMMAND…]`: gives the exit status of the command. */
export async function runCommand(words: readonly string[]): Promise<number> {
  const { received } = outliveSignals();
  const { image: wanted, taken } = wordsOfRun(words);
  if (wanted === undefined) {
    throw new BasewrightError('BAD_INPUT', 'cannot run nothing: no image is named', {
      hint: 'npx basewright run IMAGE -- COMMAND, with the name of a project; npx nx show projects lists them',
    });
  }
  if (!existsSync(join(workspaceRoot, 'nx.json'))) {
    throw new BasewrightError(
      'NOT_FOUND',
      `cannot run ${wanted}: there is no Nx workspace in ${process.cwd()} or above`,
    );
  }
  const graph = await createProjectGraphAsync({ exitOnError: false });
  const image = findImage(workspaceRoot, graph, wanted);
  return runImage(image.options, {
    workspace: workspaceRoot,
    asked: readAsked(taken, image.configured),
    cwd: process.cwd(),
    signals: 'forward',
    interrupted: received,
    build: (one) => build(image, one),
  });
}

/** What leaves an image; where a project.json written by hand does not say, all that its target depends on. */
async function build({ project, dependsOn }: RunnableImage, { target }: RunImage): Promise<void> {
  const targets = target === undefined ? dependsOn : [{ project, target }];
  for (const one of targets) await buildTarget(workspaceRoot, one.project, one.target);
}
