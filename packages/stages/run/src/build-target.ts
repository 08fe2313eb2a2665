import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

import { BasewrightError, startProgram } from '@basewright/core';

import { WhatRan } from './what-ran';

/** Variables by which Nx tells a task about itself: another Nx would take them for its own. */
const OF_THE_TASK = /^NX_(TASK|TERMINAL|STREAM_OUTPUT|FORKED|INVOKED|SET_CLI|CLI_SET)/;

/**
 * Brings the outputs of a target of the workspace up to date in an Nx of its own, and tells on standard error what
 * happens; nothing where all is there. `options` are words for the target. Throws TOOL_FAILED when the target fails, which has said why.
 */
export async function buildTarget(
  workspace: string,
  project: string,
  target: string,
  options: readonly string[] = [],
): Promise<void> {
  const words = [nxProgram(workspace), 'run', `${project}:${target}`, ...options];
  const { child, ended } = startProgram(process.execPath, words, {
    purpose: `build ${project}`,
    cwd: workspace,
    // Colours would be among the words that are looked for.
    env: { ...inheritedEnvironment(), NX_TUI: 'false', NO_COLOR: '1', FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ran = new WhatRan();
  if (child.stdout !== null) {
    createInterface(child.stdout).on('line', (line) => {
      if (ran.isNews(line)) process.stderr.write(`${line}\n`);
    });
  }
  child.stderr?.pipe(process.stderr, { end: false });
  if ((await ended).exitCode === 0) return;
  throw new BasewrightError(
    'TOOL_FAILED',
    `cannot build ${project}: nx run ${project}:${target} failed\n${ran.verdict()}`,
  );
}

function nxProgram(workspace: string): string {
  const manifest = createRequire(join(workspace, 'package.json')).resolve('nx/package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly bin: { readonly nx: string } };
  return join(dirname(manifest), bin.nx);
}

function inheritedEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !OF_THE_TASK.test(name)));
}
